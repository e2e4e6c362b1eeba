import type { Handle, HandleFormat, PrincipalDTO } from "@soarkit/protocol";
import { prepared } from "@soarkit/runtime";
import { sql } from "kysely";
import type { PlatformQueries } from "../database.js";
import { principalDTO } from "./principal.js";

/** What is shown of a principal. */
export interface PrincipalInfo {
  readonly id: number;
  readonly kind: string;
  readonly name: string;
  readonly displayName: string;
}

/** Id of the platform itself and of the command line on its machine. */
export const localPrincipalId = 1;

// The ids travel as one parameter: the statement is the same for any number of them.
const principalsById = prepared((queries: PlatformQueries, { ids }: { ids: string }) => queries.selectFrom("principals").select(["id", "kind", "name", "display_name"]).where("id", "in", sql<number>`(select value from json_each(${ids}))`));

/** Principals by id, for answers that show who did something: one query for a whole list. */
export class PrincipalDirectory {
  private constructor(private readonly known: ReadonlyMap<number, PrincipalInfo>) {}

  /** Reads all principals with these ids. */
  static async read(queries: PlatformQueries, ids: Iterable<number>): Promise<PrincipalDirectory> {
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return new PrincipalDirectory(new Map());
    const { rows } = await principalsById(queries, { ids: JSON.stringify(wanted) });
    return new PrincipalDirectory(new Map(rows.map((row) => [row.id, { id: row.id, kind: row.kind, name: row.name, displayName: row.display_name }])));
  }

  /** The principal as DTO; an unknown id (never written by us) is shown by its number. */
  dto(id: number): PrincipalDTO {
    return principalDTO(this.known.get(id) ?? { id, kind: "local", name: String(id), displayName: String(id) });
  }

  /** The principal as a handle: e-mail or uuid as name (soar-protocol §1.7). */
  handle(id: number, format: HandleFormat): Handle {
    const name = this.known.get(id)?.name ?? String(id);
    return format === "ids" ? id : format === "names" ? name : { id, name };
  }
}

/** Display names by e-mail or uuid; who is not known any more is missing. */
export async function displayNames(queries: PlatformQueries, names: Iterable<string>): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(names)];
  if (wanted.length === 0) return new Map();
  const query = queries.selectFrom("principals").select(["name", "display_name"]);
  const rows = await (wanted.length <= 500 ? query.where("name", "in", wanted) : query).execute();
  return new Map(rows.map((row) => [row.name, row.display_name]));
}

/** The id behind a handle of a user or API key; undefined when nobody is meant by it. */
export async function principalIdOf(queries: PlatformQueries, handle: Handle): Promise<number | undefined> {
  const wanted = typeof handle === "object" ? handle.id : handle;
  const query = queries.selectFrom("principals").select("id");
  const row =
    typeof wanted === "number"
      ? await query.where("id", "=", wanted).executeTakeFirst()
      : await query.where("name", "in", [wanted, wanted.toLowerCase()]).executeTakeFirst();
  return row?.id;
}
