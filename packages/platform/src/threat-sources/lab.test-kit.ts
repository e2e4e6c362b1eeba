import type { ThreatLookupDTO, ThreatServiceDTO } from "@soarkit/protocol";
import { beforeAll, expect } from "vitest";
import { listOf, usePlatform, type TestAnswer } from "../platform.test-kit.js";
import { endServices, startService, type Behaviour, type TestService } from "./threat-service.test-kit.js";

/** An artifact as tests read it. */
export interface Found {
  id: number;
  inc_id: number;
  value: string;
  hits: { threat_source_id: unknown; properties: { name: string; type: string; value: unknown }[] }[];
  pending_sources: unknown[];
}

/** How long what happens by itself is waited for. */
export const soon = { timeout: 15_000, interval: 30 };

/** A platform, and threat services that are registered on it. */
export function useLab() {
  const kit = usePlatform();
  endServices();
  let admin: { id: string; secret: string };
  let names = 0;

  beforeAll(async () => {
    admin = await kit.platform.accounts.createApiKey({ name: "administrator", permissions: ["org_data.read", "org_data.edit", "administer"] });
  });

  const asAdmin = (path: string, method: "GET" | "POST" | "PUT" | "DELETE" = "GET", body?: unknown): Promise<TestAnswer> => kit.call(`${kit.org}${path}`, { method, as: admin, ...(body === undefined ? {} : { body }) });
  const source = async (id: number): Promise<ThreatServiceDTO> => (await asAdmin(`/threat_sources/${id}`)).json as ThreatServiceDTO;

  /** Registers a source and switches it on, for one test. */
  async function use(service: Pick<TestService, "url">, more: object = {}): Promise<ThreatServiceDTO> {
    const answer = await asAdmin("/threat_sources", "POST", { name: `Lab ${(names += 1)}`, rest_url: service.url, enabled: true, ...more });
    expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
    return answer.json as ThreatServiceDTO;
  }

  async function using<R>(behave: Behaviour, work: (service: TestService, registered: ThreatServiceDTO) => Promise<R>, more: object = {}): Promise<R> {
    const service = await startService(behave);
    const registered = await use(service, more);
    try {
      return await work(service, registered);
    } finally {
      await asAdmin(`/threat_sources/${registered.id}`, "DELETE");
    }
  }

  const incident = async (more: object = {}): Promise<number> => ((await kit.call(`${kit.org}/incidents`, { body: { name: "Looked up", discovered_date: 0, ...more } })).json as { id: number }).id;

  /** Changes fields of an incident, as a client that read it before. */
  async function change(id: number, fields: object): Promise<void> {
    const path = `${kit.org}/incidents/${id}`;
    const answer = await kit.call(path, { method: "PUT", body: { ...((await kit.call(path)).json as object), ...fields } });
    expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  }

  async function add(type: string, value: string, inc?: number): Promise<Found> {
    const id = inc ?? (await incident());
    const answer = await kit.call(`${kit.org}/incidents/${id}/artifacts?handle_format=names`, { body: { type, value } });
    const [artifact] = listOf<Found>(answer.json);
    if (artifact === undefined) throw new Error(answer.text);
    return artifact;
  }
  const read = async (artifact: Pick<Found, "id" | "inc_id">): Promise<Found> => (await kit.call(`${kit.org}/incidents/${artifact.inc_id}/artifacts/${artifact.id}?handle_format=names`)).json as Found;
  const lookups = async (artifact: Pick<Found, "id" | "inc_id">): Promise<ThreatLookupDTO[]> => listOf(((await kit.call(`${kit.org}/incidents/${artifact.inc_id}/artifacts/${artifact.id}/lookups`)).json as { entities: unknown }).entities);
  const settled = (artifact: Pick<Found, "id" | "inc_id">): Promise<Found> =>
    expect.poll(() => read(artifact), soon).toMatchObject({ pending_sources: [] }).then(() => read(artifact));

  return { kit, asAdmin, source, use, using, incident, change, add, read, lookups, settled };
}

/** What the hits of an artifact say. */
export function verdicts(artifact: Found): unknown[] {
  return artifact.hits.flatMap((one) => one.properties.map((property) => property.value));
}
