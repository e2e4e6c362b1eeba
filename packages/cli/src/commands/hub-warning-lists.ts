import type { Command } from "commander";
import type { HubAdmin } from "../context/hub-admin.js";
import { bold, dim, print, printJson } from "../output/print.js";
import { type HubFlags, withHub, withHubOptions } from "./with-hub.js";

interface ListState {
  folder: string;
  error?: string;
  lists: { name: string; kind: string; entries: number; version: string; effect: string; errors: string[] }[];
}

interface CheckedValue {
  given: string;
  type: string | null;
  value: string;
  marks: { effect: string; remark: string }[];
  place: string[];
}

/** `soarkit hub warninglists|check`: the lists of well-known values, and what they say to a value. */
export function addWarningLists(hub: Command): void {
  withHubOptions(hub.command("warninglists").description("list the warning lists with entries, version, effect and errors").option("--reload", "read the folder again first")).action((flags: HubFlags & { reload?: boolean }) =>
    withHub(flags, (admin) => listAll(admin, flags)),
  );
  withHubOptions(hub.command("check").description("tell whether values are well known: resolvers, harmless files, private networks").argument("<value...>")).action((values: string[], flags: HubFlags) => withHub(flags, (admin) => check(admin, values, flags)));
}

async function listAll(admin: HubAdmin, flags: HubFlags & { reload?: boolean }): Promise<void> {
  const state = flags.reload === true ? await admin.post<ListState>("/api/hub/warninglists/reload") : await admin.get<ListState>("/api/hub/warninglists");
  if (flags.json) {
    printJson(state);
    return;
  }
  for (const { name, kind, entries, version, effect, errors } of state.lists) {
    print(`${effect.padEnd(5)} ${entries.toLocaleString("en").padStart(10)}  ${kind.padEnd(10)} ${version.padEnd(10)} ${bold(name)}`);
    for (const error of errors) print(`        ${error}`);
  }
  print(dim(`${state.lists.length} lists; MISP warning lists are read from ${state.folder}`));
  if (state.error !== undefined) print(`The folder cannot be read: ${state.error}`);
}

async function check(admin: HubAdmin, given: readonly string[], flags: HubFlags): Promise<void> {
  const { values } = await admin.post<{ values: CheckedValue[] }>("/api/hub/warninglists/check", { values: given });
  if (flags.json) {
    printJson(values);
    return;
  }
  for (const { type, value, marks, place } of values) {
    const words = [...marks.map(({ remark }) => remark), ...place];
    print(`${bold(value)}  ${type === null ? "not a value the hub knows" : type.replaceAll("_", " ")}`);
    if (type !== null) for (const word of words.length === 0 ? ["on no list"] : words) print(`  ${word}`);
  }
}
