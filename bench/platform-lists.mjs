// How long the platform's lists take with 100,000 incidents and 1,000,000 artifacts: seeds a database in a temporary
// folder, then asks over the REST interface as the console's pages do. Fails when the slowest p95 is over the limit.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger, ensureCertificates } from "@soarkit/runtime";
import { Platform } from "@soarkit/platform";

/** @typedef {{ id: string; secret: string }} Key */

const limitMs = 300;
const rounds = 25;
const day = 86_400_000;
const now = Date.now();
const log = createLogger({ name: "bench", level: "silent" });

/** @param {readonly string[]} args `[incidents] [artifacts per incident]` */
export async function run(args) {
  const incidents = Number(args[0] ?? 100_000);
  const perIncident = Number(args[1] ?? 10);
  const folder = await mkdtemp(join(tmpdir(), "soarkit-bench-"));
  try {
    const certificates = await ensureCertificates(folder, { hosts: ["127.0.0.1"] });
    const platform = new Platform({ dataDir: folder, host: "127.0.0.1", port: 0, stompPort: 0, certificates, log, env: {}, warmScripts: false });
    await platform.start();
    const key = await platform.accounts.createApiKey({ name: "bench", permissions: ["org_data.read", "org_data.edit", "function.read", "function.edit"] });
    await platform.stop();
    await seed(join(folder, "platform.db"), incidents, perIncident, key.handle);
    await platform.start();
    await addMenuItem(platform, key);
    const slowest = await measure(platform, key, incidents);
    await platform.stop();
    process.stdout.write(`slowest p95 ${slowest.toFixed(0)} ms, limit ${limitMs} ms\n`);
    return slowest <= limitMs ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A module of the built platform that is not public: incidents are seeded through its own store. */
const inside = (/** @type {string} */ module) => import(new URL(`../packages/platform/dist/${module}`, import.meta.url).href);

/** @param {string} file @param {number} incidents @param {number} perIncident @param {number} principal */
async function seed(file, incidents, perIncident, principal) {
  const { openPlatformDatabase } = await inside("database.js");
  const { indexValues, insertIncident } = await inside("incidents/store.js");
  const { Fields } = await inside("types/fields.js");
  const started = performance.now();
  const database = await openPlatformDatabase(file, log);
  const fields = await new Fields({ database, now: Date.now }).list("incident");
  const severities = fields.find((/** @type {{ name: string }} */ field) => field.name === "severity_code").values.map((/** @type {{ value: number }} */ value) => value.value);
  const artifact = database.raw.prepare(
    "insert into artifacts (incident_id, type, value, search_value, creator_id, created, last_modified, properties) values (?, ?, ?, ?, ?, ?, ?, '[]')",
  );
  for (let start = 0; start < incidents; start += 1_000) {
    await database.transaction(async (/** @type {unknown} */ trx) => {
      for (let index = start; index < Math.min(start + 1_000, incidents); index += 1) {
        const at = now - Math.floor((1 - index / incidents) * 730 * day);
        const closed = index % 5 !== 0;
        const values = {
          name: `${["Phishing", "Odd login", "Malware", "Data loss"][index % 4]} ${(index * 7919) % incidents} at site ${index % 97}`,
          description: { format: "text", content: `Report ${index} of the desk ${index % 13}` },
          discovered_date: at - (index % 50) * 3_600_000,
          severity_code: severities[index % severities.length],
          plan_status: closed ? "C" : "A",
          end_date: closed ? at + day : null,
          owner_id: index % 3 === 0 ? principal : null,
          incident_type_ids: [19 + (index % 4)],
          workspace: 1,
        };
        const incident = await insertIncident(trx, { values, creatorId: principal, at });
        await indexValues(trx, incident, fields, true);
        for (let number = 0; number < perIncident; number += 1) {
          const value = `${index % 223}.${number}.${(index >> 8) % 256}.${index % 256}`;
          artifact.run(incident.id, 1, value, value, principal, at, at);
        }
      }
    });
  }
  await database.close();
  process.stdout.write(`seeded ${incidents} incidents and ${incidents * perIncident} artifacts in ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
}

/** A rule whose condition is asked for each incident that is shown. @param {Platform} platform @param {Key} key */
async function addMenuItem(platform, key) {
  const post = async (/** @type {string} */ path, /** @type {unknown} */ payload) => {
    const answer = await platform.server.inject({ method: "POST", url: `/rest/orgs/${platform.orgId}${path}`, headers: headersOf(key), payload: JSON.stringify(payload) });
    if (answer.statusCode !== 200) throw new Error(answer.body);
  };
  await post("/message_destinations", { name: "bench", programmatic_name: "bench", destination_type: 0, expect_ack: true, users: [], api_keys: [] });
  const conditions = [{ evaluation_id: null, field_name: "incident.severity_code", method: "equals", type: null, value: "High" }];
  await post("/actions", { name: "Send", type: 1, enabled: true, object_type: "incident", logic_type: "all", conditions, message_destinations: ["bench"], workflows: [], automations: [], view_items: [] });
}

/** @param {Key} key */
function headersOf(key) {
  return { "content-type": "application/json", authorization: `Basic ${Buffer.from(`${key.id}:${key.secret}`).toString("base64")}` };
}

/** @param {Platform} platform @param {Key} key @param {number} incidents */
async function measure(platform, key, incidents) {
  const headers = headersOf(key);
  const org = `/rest/orgs/${platform.orgId}`;
  const open = { field_name: "plan_status", method: "equals", value: "A" };
  const list = (/** @type {object[]} */ conditions, /** @type {object} */ sort, start = 0) => ({
    url: `${org}/incidents/query_paged?return_level=partial&handle_format=objects`,
    body: { start, length: 50, filters: conditions.length === 0 ? [] : [{ logic_type: "all", conditions }], sorts: [sort] },
  });
  const newest = { field_name: "create_date", type: "desc" };
  const asked = {
    "open incidents, newest first": list([open], newest),
    "all incidents, newest first": list([], newest),
    "all incidents, last page": list([], newest, incidents - 50),
    "open, by severity": list([open], { field_name: "severity_code", type: "desc" }),
    "all, by severity": list([], { field_name: "severity_code", type: "desc" }),
    "all, by name": list([], { field_name: "name", type: "asc" }),
    "open, by discovered date": list([open], { field_name: "discovered_date", type: "desc" }),
    "open, by last change": list([open], { field_name: "inc_last_modified_date", type: "desc" }),
    "all, by due date": list([], { field_name: "due_date", type: "asc" }),
    "all, by owner": list([], { field_name: "owner_id", type: "asc" }),
    "name contains": list([{ field_name: "name", method: "contains", value: "login 77" }], newest),
    "name contains, many": list([{ field_name: "name", method: "contains", value: "site" }], newest),
    "type": list([open, { field_name: "incident_type_ids", method: "contains", value: [20] }], newest),
    "severity and no owner": list([open, { field_name: "severity_code", method: "in", value: [5, 6] }, { field_name: "owner_id", method: "not_has_a_value" }], newest),
    "last 30 days": list([open, { field_name: "create_date", method: "gte", value: now - 30 * day }], newest),
    "one number": list([{ field_name: "id", method: "equals", value: 2_095 + 5_000 }], newest),
    "artifacts of all incidents, by value": { url: `${org}/artifacts/query_paged`, body: { start: 0, length: 50, filters: [{ conditions: [{ field_name: "value", method: "equals", value: "5.1.0.5" }] }] } },
  };
  let slowest = 0;
  for (const [name, { url, body }] of Object.entries(asked)) {
    /** @type {number[]} */
    const times = [];
    let rows = 0;
    for (let round = 0; round < rounds; round += 1) {
      const started = performance.now();
      const answer = await platform.server.inject({ method: "POST", url, headers, payload: JSON.stringify(body) });
      times.push(performance.now() - started);
      const page = JSON.parse(answer.body);
      if (answer.statusCode !== 200) throw new Error(`${name}: ${answer.body.slice(0, 300)}`);
      rows = page.recordsFiltered;
    }
    times.sort((one, other) => one - other);
    const p95 = times[Math.ceil(times.length * 0.95) - 1] ?? 0;
    const p50 = times[Math.floor(times.length / 2)] ?? 0;
    slowest = Math.max(slowest, p95);
    process.stdout.write(`${name.padEnd(40)} ${String(rows).padStart(8)} rows   p50 ${p50.toFixed(0).padStart(5)} ms   p95 ${p95.toFixed(0).padStart(5)} ms\n`);
  }
  return slowest;
}
