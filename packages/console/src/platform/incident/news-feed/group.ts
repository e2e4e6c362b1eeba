import type { NewsfeedEntryDTO } from "@soarkit/protocol";

/** Fewer entries than this stand for themselves. */
const leastGrouped = 4;
/** Longest pause inside a group, in milliseconds. */
const longestPause = 60_000;

/** Entries that are shown as one line until they are wanted. */
export type NewsGroup = readonly [NewsfeedEntryDTO, ...NewsfeedEntryDTO[]];

/** Gathers neighbouring entries of one person and one kind, such as the 100 artifacts of one import. Changes of fields are never gathered. */
export function groupEntries(entries: readonly NewsfeedEntryDTO[]): NewsGroup[] {
  const runs: [NewsfeedEntryDTO, ...NewsfeedEntryDTO[]][] = [];
  for (const entry of entries) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && belongs(last, entry)) run.push(entry);
    else runs.push([entry]);
  }
  return runs.flatMap((run): NewsGroup[] => (run.length >= leastGrouped ? [run] : run.map((entry) => [entry])));
}

function belongs(last: NewsfeedEntryDTO, entry: NewsfeedEntryDTO): boolean {
  return last.type === entry.type && entry.type !== "incident_changed" && last.principal.id === entry.principal.id && Math.abs(last.timestamp - entry.timestamp) <= longestPause;
}

const plurals: Readonly<Record<string, string>> = {
  note_added: "notes",
  artifact_added: "artifacts",
  artifact_changed: "artifacts",
  artifact_deleted: "artifacts",
  attachment_added: "files",
};

/** A group in words: `added 100 artifacts`. */
export function groupInWords(group: NewsGroup): string {
  const [first] = group;
  if (first.type === "hit_added") return `reported ${group.length} hits`;
  const verb = first.type.endsWith("_added") ? "added" : first.type.endsWith("_changed") ? "changed" : first.type.endsWith("_deleted") ? "deleted" : undefined;
  const noun = plurals[first.type];
  return verb !== undefined && noun !== undefined ? `${verb} ${group.length} ${noun}` : `${group.length} times: ${first.type.replaceAll("_", " ")}`;
}
