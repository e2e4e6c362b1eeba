import { renderExport, type SoarkitApp } from "@soarkit/app-sdk";
import { type ConfigurationImportDTO, type Entities, type Handle, type MessageDestinationDTO, SoarkitError } from "@soarkit/protocol";
import type { SoarClient } from "@soarkit/soar-client";

/** What the platform said to an import. */
export interface CustomizeReport {
  readonly messages: ConfigurationImportDTO["messages"];
}

/**
 * Imports an app's customizations in the platform's two steps and lets the caller read its message destination
 * (soar-protocol §1.10 "Configuration transfer"). May be repeated.
 *
 * @param options.destination - programmatic name of the message destination in place of the app's usual one; see destinationOf
 * @param options.overwrite - replaces what a person changed on the platform; default false: it is kept and reported
 * @throws SoarkitError CUSTOMIZE_REFUSED, APP_INVALID, SOAR_…
 */
export async function customize(options: { readonly client: SoarClient; readonly app: SoarkitApp; readonly destination?: string; readonly overwrite?: boolean }): Promise<CustomizeReport> {
  const { client, app, destination, overwrite = false } = options;
  const document = renderExport(app, destination);
  const staged = await client.post<ConfigurationImportDTO>(`/configurations/imports${overwrite ? "" : "?keep_changed=true"}`, document);
  const done = staged.status === "PENDING" ? await client.put<ConfigurationImportDTO>(`/configurations/imports/${staged.id}`, { ...staged, status: "ACCEPTED" }) : staged;
  const messages = done.messages.length > 0 ? done.messages : staged.messages;
  if (done.status !== "ACCEPTED") {
    const reason = messages.filter(({ type }) => type === "ERROR").map(({ text }) => text).join(" ") || "it gave no reason";
    throw new SoarkitError("CUSTOMIZE_REFUSED", { app: app.displayName, status: done.status, reason });
  }
  await mayRead(client, (document.message_destinations ?? []).flatMap(({ programmatic_name: name }) => name ?? []));
  return { messages };
}

/** Adds the caller to the destinations' readers: without that the broker refuses its subscription. */
async function mayRead(client: SoarClient, names: readonly string[]): Promise<void> {
  const { entities } = await client.get<Entities<MessageDestinationDTO>>("/message_destinations");
  const { handle, kind } = client.principal;
  const list = kind === "user" ? "users" : "api_keys";
  for (const destination of entities.filter(({ programmatic_name: name }) => names.includes(name))) {
    if (includes(destination[list], handle)) continue;
    await client.getPut<MessageDestinationDTO>(`/message_destinations/${destination.id}`, (current) =>
      includes(current[list], handle) ? current : { ...current, [list]: [...current[list], handle] });
  }
}

/** True when a principal is among the handles of a destination. */
export function includes(handles: readonly Handle[] | null | undefined, principal: number): boolean {
  return (handles ?? []).some((handle) => (typeof handle === "object" ? handle.id : handle) === principal);
}
