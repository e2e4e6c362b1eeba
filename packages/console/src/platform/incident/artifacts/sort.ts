import type { Sort } from "../../../parts/table-columns.js";
import type { Artifact } from "../data/types.js";
import { handleName } from "../../../api/handles.js";
import { hitMarks, type Verdict } from "./verdict.js";

const badness: Readonly<Record<Verdict, number>> = { high: 4, medium: 3, hit: 2, low: 1, "not found": 0.5 };

/** Artifacts in the chosen order; equal ones keep theirs. */
export function sorted(artifacts: readonly Artifact[], sort: Sort): Artifact[] {
  const sign = sort.descending ? -1 : 1;
  const ranks = new Map(sort.column === "hits" ? artifacts.map((artifact) => [artifact.id, rank(artifact)]) : []);
  const compare = (a: Artifact, b: Artifact): number => {
    switch (sort.column) {
      case "type":
        return (handleName(a.type) ?? "").localeCompare(handleName(b.type) ?? "");
      case "value":
        return a.value.localeCompare(b.value);
      case "hits":
        return (ranks.get(a.id) ?? 0) - (ranks.get(b.id) ?? 0);
      case "related":
        return (a.related_incident_count ?? 0) - (b.related_incident_count ?? 0);
      default:
        return a.created - b.created || a.id - b.id;
    }
  };
  return [...artifacts].sort((a, b) => sign * compare(a, b));
}

function rank(artifact: Artifact): number {
  const [worst] = hitMarks(artifact);
  return worst === undefined ? 0 : badness[worst.verdict] + artifact.hits.length / 1000;
}
