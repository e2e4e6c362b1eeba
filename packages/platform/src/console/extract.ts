import { artifactTypes as sharedTypes, extractIndicators, type IndicatorType } from "@soarkit/indicators";
import { parseInput } from "@soarkit/runtime";
import * as z from "zod";
import type { Principal } from "../accounts/principal.js";
import { scopeOf, type WorkspaceScope } from "../accounts/workspaces/rights.js";
import type { PlatformDatabase } from "../database.js";
import { searchText } from "../incidents/store.js";
import type { ArtifactTypes } from "../types/artifact-types.js";

const longestText = 1_000_000;
const mostFound = 1_000;
const extractSchema = z.looseObject({ text: z.string().max(longestText), incident: z.number().int().nullish() });

/** Types whose first artifact type is not the one that a value in a text most likely is. */
const usualTypes: Partial<Record<IndicatorType, string>> = { file_name: "File Name", url: "URL", email: "Email Sender" };

/** A value found in a text that can become an artifact. */
export interface ExtractedArtifact {
  /** Name of an artifact type. */
  type: string;
  value: string;
  /** The words of the text, defanged as they stood there. */
  original: string;
  /** True when the incident, or any when none was named, holds it already. */
  known: boolean;
}

/** Finds what can become artifacts in a pasted text, each value once, in the order of the text. */
export class Extraction {
  constructor(private readonly deps: { readonly database: PlatformDatabase; readonly artifactTypes: Pick<ArtifactTypes, "all"> }) {}

  /** @throws SoarkitError `BODY_INVALID`. @param incident whose artifacts count as known; undefined counts those of all. */
  async extract(body: unknown, incident: number | undefined, principal: Principal): Promise<{ entities: ExtractedArtifact[]; cut: boolean }> {
    const input = parseInput(extractSchema, body, "text");
    const types = [...(await this.deps.artifactTypes.all()).values()].filter((type) => type.enabled && !type.file);
    const names = new Map(types.map((type) => [type.name, type.id]));
    const found = new Map<string, { type: string; typeId: number; value: string; original: string }>();
    for (const indicator of extractIndicators(input.text)) {
      const type = artifactTypeFor(indicator.type, names);
      const key = `${type?.name ?? ""} ${indicator.value.toLowerCase()}`;
      if (type !== undefined && !found.has(key)) found.set(key, { type: type.name, typeId: type.id, value: indicator.value, original: indicator.original });
    }
    const all = [...found.values()];
    const known = await this.known(all.slice(0, mostFound), input.incident ?? incident, scopeOf(principal));
    const entities = all.slice(0, mostFound).map(({ type, typeId, value, original }) => ({ type, value, original, known: known.has(`${typeId} ${searchText(value)}`) }));
    return { entities, cut: all.length > mostFound };
  }

  private async known(found: readonly { value: string }[], incident: number | undefined, scope: WorkspaceScope): Promise<ReadonlySet<string>> {
    const known = new Set<string>();
    for (let start = 0; start < found.length; start += 500) {
      const values = found.slice(start, start + 500).map(({ value }) => searchText(value));
      let query = this.deps.database.db.selectFrom("artifacts").select(["type", "search_value"]).distinct().where("search_value", "in", values);
      if (incident !== undefined) query = query.where("incident_id", "=", incident);
      if (scope !== undefined) query = query.where("incident_id", "in", this.deps.database.db.selectFrom("incidents").select("id").where("workspace", "in", scope));
      for (const row of await query.execute()) known.add(`${row.type} ${row.search_value}`);
    }
    return known;
  }
}

function artifactTypeFor(type: IndicatorType, names: ReadonlyMap<string, number>): { name: string; id: number } | undefined {
  const candidates = [usualTypes[type], ...sharedTypes.filter((shared) => shared.type === type).map((shared) => shared.name)];
  for (const name of candidates) {
    const id = name === undefined ? undefined : names.get(name);
    if (name !== undefined && id !== undefined) return { name, id };
  }
  return undefined;
}
