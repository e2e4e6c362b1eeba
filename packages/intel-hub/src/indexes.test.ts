import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger, openDatabase } from "@soarkit/runtime";
import { Kysely, SqliteDialect, type CompiledQuery } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Scope } from "./enclaves/scope.js";
import { IndicatorStore } from "./indicators/store.js";
import { ValuePageStore } from "./knowledge/page-store.js";
import { defaultPriorityRule } from "./knowledge/priority.js";
import { KnowledgeStore } from "./knowledge/store.js";
import { hubMigrations } from "./migrations.js";
import { parseQuery } from "./query/parse-query.js";
import type { HubDatabase, HubTables } from "./schema.js";
import { SearchStore } from "./search/store.js";

const now = (): number => 1_700_000_000_000;
const scopes: readonly (readonly [string, Scope])[] = [
  ["an administrator", { accountId: 1, admin: true, enclaves: undefined }],
  ["an analyst", { accountId: 2, admin: false, enclaves: [1, 2, 3] }],
];

let folder: string;
let database: HubDatabase;
let watched: { readonly db: Kysely<HubTables> };
const asked: CompiledQuery[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "soarkit-indexes-"));
  database = await openDatabase<HubTables>({ file: join(folder, "hub.db"), migrations: hubMigrations, log: createLogger({ name: "test", level: "silent" }) });
  watched = { db: new Kysely<HubTables>({ dialect: new SqliteDialect({ database: database.raw }), log: ({ query }) => void asked.push(query) }) };
});
beforeEach(() => asked.splice(0));
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

/** The steps of SQLite's plans that touch records, for everything that was asked. */
const steps = (): string[] =>
  asked.flatMap(({ sql, parameters }) => (database.raw.prepare(`explain query plan ${sql}`).all(...parameters) as { detail: string }[]).map(({ detail }) => detail)).filter((detail) => /^(?:SCAN|SEARCH) (?:indicators|newer|named|begun)\b/.test(detail)); // prettier-ignore

const byValue = "SEARCH indicators USING INDEX indicators_value (value=? AND status=?)";
const batch = Array.from({ length: 1_000 }, (_, index) => `value='host-${index}.example.com'`).join(" OR ");

describe.each(scopes)("for %s, an index leads to the records", (_who, scope) => {
  it.each([
    ["one value", "value='evil.com'"],
    ["a value in another spelling", "value='EVIL[.]com'"],
    ["a thousand values", batch],
    ["values under a condition", `(value='evil.com' OR value='1.2.3.4') AND confidence >= 50 AND (severity = high OR date_last>-1d)`],
  ])("of a query for %s", async (_what, query) => {
    await new IndicatorStore(watched, now).search(parseQuery(query), 5_000, scope);
    expect(steps()).toEqual([byValue]);
  });

  it("of a query for an id", async () => {
    await new IndicatorStore(watched, now).search(parseQuery("id='anomali:indicator-1'"), 10, scope);
    expect(steps()).toEqual(["SEARCH indicators USING INDEX indicators_external_id (external_id=?)"]);
  });

  it("of values that somebody pastes", async () => {
    await new IndicatorStore(watched, now).ofValues(["evil.com", "1.2.3.4"], scope);
    expect(steps()).toEqual([expect.stringContaining("USING INDEX indicators_value (value=?")]);
  });

  it("of a search in the console, one row a value", async () => {
    const store = new SearchStore(watched, new IndicatorStore(watched, now), now);
    await store.page({ query: parseQuery(batch), sees: scope, grouped: true, sort: "last_seen", start: 0, size: 50 });
    expect(steps().filter((step) => !step.includes("indicators_value (value=?"))).toEqual([]);
    expect(steps().filter((step) => step.startsWith("SEARCH indicators "))).toHaveLength(2);
  });

  it("of a term of TruSTAR's search: the value and its beginnings among all, others among the newest, none of them by reading records", async () => {
    await new ValuePageStore(watched, now).page(scope, { term: "evil.com" }, 0, 25);
    expect(steps()).toEqual([
      "SEARCH indicators USING INTEGER PRIMARY KEY (rowid=?)",
      "SEARCH named USING COVERING INDEX indicators_value (value=?)",
      "SEARCH begun USING COVERING INDEX indicators_value (value>? AND value<?)",
      "SCAN indicators USING COVERING INDEX indicators_newest",
    ]);
  });

  it("of values that TruSTAR's clients ask priorities and metadata of", async () => {
    const store = new KnowledgeStore({ ...database, db: watched.db }, defaultPriorityRule, now);
    await store.evidence(scope, ["evil.com", "1.2.3.4"]);
    await store.records(scope, ["evil.com", "1.2.3.4"]);
    await store.reportsHolding(scope, ["evil.com"], 0, 0, 10);
    expect(steps().filter((step) => !step.includes("indicators_value (value=?"))).toEqual([]);
    expect(steps()).toHaveLength(3);
  });
});
