import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { allThreatTypes, indicatorTypes, severities } from "@soarkit/indicators";
import { createLogger, openDatabase } from "@soarkit/runtime";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hubMigrations } from "../migrations.js";
import type { HubDatabase, HubTables } from "../schema.js";
import { staxxRecord } from "./staxx-record.js";
import { IndicatorStore, type NewIndicator } from "./store.js";

let folder: string;
let database: HubDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "soarkit-json-"));
  database = await openDatabase<HubTables>({ file: join(folder, "hub.db"), migrations: hubMigrations, log: createLogger({ name: "test", level: "silent" }) });
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

it("SQLite writes a record as STAXX's JSON just as we do", async () => {
  const text = fc.string({ unit: "binary" });
  const time = fc.integer({ min: 0, max: Date.parse("9999-12-31T23:59:59.999Z") });
  const record = fc.record({
    external_id: fc.uuid(), value: text, type: fc.constantFrom(...indicatorTypes), itype: text, threat_type: fc.constantFrom(...allThreatTypes), confidence: fc.integer({ min: 0, max: 100 }), severity: fc.constantFrom(...severities),
    severity_rank: fc.constant(0), tlp: fc.constantFrom("TLP:WHITE", "TLP:AMBER"), classification: text, detail: text, actor: text, campaign: text, feed_name: text, source: text, feed_site_netloc: text, date_first: time, date_last: time, status: fc.constant("active" as const),
  }); // prettier-ignore
  const store = new IndicatorStore(database, () => 0);
  const sees = { accountId: 1, admin: true, enclaves: undefined };
  const all = { kind: "condition", condition: { kind: "clause", field: "confidence", operator: ">=", value: { text: "0", pieces: ["0"] }, position: 1 } } as const;
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(record, { selector: ({ external_id: id }) => id, maxLength: 30 }), async (records) => {
      await database.db.deleteFrom("indicators").execute();
      await database.transaction((trx) => store.add(trx, records satisfies NewIndicator[]));
      const rows = await store.search(all, 100, sees);
      expect(rows).toHaveLength(records.length);
      expect(await store.searchAsJson(all.condition, 100, sees)).toEqual(rows.map((row) => JSON.stringify(staxxRecord(row))));
    }),
    { numRuns: 50, examples: [[[{ ...blank, date_last: Date.parse("2020-07-28T00:00:00Z") }]], [[{ ...blank, date_last: Date.parse("2020-07-28T12:59:59.999Z") }]]] },
  );
});

const blank = { external_id: "x", value: "it's \"a\" \\ \u2028\u0000\u0007 ü 😀", type: "sha512", itype: "", threat_type: "malware", confidence: 0, severity: "low", severity_rank: 0, tlp: "TLP:WHITE", classification: "", detail: "", actor: "", campaign: "", feed_name: "", source: "", feed_site_netloc: "", date_first: 0, date_last: 0, status: "active" } as const;
