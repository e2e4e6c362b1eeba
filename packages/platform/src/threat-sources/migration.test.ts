import path from "node:path";
import { createLogger, openDatabase } from "@soarkit/runtime";
import { tempFolder } from "@soarkit/testing";
import { expect, it, onTestFinished } from "vitest";
import { hitsOf, toArtifact } from "../artifacts/store.js";
import { openPlatformDatabase, platformMigrations, type PlatformTables } from "../database.js";
import { addBuiltIns } from "../types/built-ins.js";
import { threatSourcesMigrations } from "./schema.js";

it("makes sources of the names that the hits of an older database hold", async () => {
  const folder = await tempFolder();
  onTestFinished(() => folder.remove());
  const file = path.join(folder.path, "platform.db");
  const log = createLogger({ name: "test", level: "silent" });
  const before = platformMigrations.slice(0, platformMigrations.findIndex(({ name }) => name === threatSourcesMigrations[0]?.name));
  const old = await openDatabase<PlatformTables>({ file, migrations: before, log });
  await addBuiltIns(old, 0);
  await old.db.insertInto("incidents").values({ id: 2101, vers: 1, name: "x", create_date: 0, discovered_date: 0, inc_last_modified_date: 0, creator_id: 5, plan_status: "A", data: "{}" }).execute();
  const stored = await old.db.insertInto("artifacts").values({ incident_id: 2101, type: 1, value: "192.0.2.1", search_value: "192.0.2.1", creator_id: 5, created: 0, last_modified: 0, properties: "[]" }).returningAll().executeTakeFirstOrThrow();
  const hit = (id: string, source: string): never => ({ id, artifact_id: stored.id, source, create_date: 7, active: 1, properties: "[]" }) as never;
  await old.db.insertInto("artifact_hits").values([hit("a", "TruSTAR"), hit("b", "Lab \"9\""), hit("c", "TruSTAR")]).execute();
  await old.close();

  const now = await openPlatformDatabase(file, log);
  onTestFinished(() => now.close());
  const hits = (await hitsOf(now.db, [toArtifact(stored)])).get(stored.id);
  expect(hits?.map(({ id, source }) => [id, source])).toEqual([["a", "TruSTAR"], ["b", "Lab \"9\""], ["c", "TruSTAR"]]);
  expect(new Set(hits?.map(({ sourceId }) => sourceId)).size).toBe(2);
  expect(await now.db.selectFrom("threat_sources").select(["name", "kind", "create_date"]).orderBy("name").execute()).toEqual([{ name: "Lab \"9\"", kind: "script", create_date: 7 }, { name: "TruSTAR", kind: "script", create_date: 7 }]);
});
