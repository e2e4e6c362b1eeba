// How fast automatic rules are: incidents created over REST (injected, so without a network) with a rule that sets a
// field, until the last rule has run; then menu-item runs that start a workflow. A figure needs a quiet machine and is
// told with the disk's rate of synchronous writes, which bounds it.
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger, ensureCertificates } from "@soarkit/runtime";
import { Platform } from "@soarkit/platform";

/** @typedef {{ id: string; secret: string }} Key */

const wantedIncidents = 1_000;
const wantedStarts = 50;
const atOnce = 64;
const log = createLogger({ name: "bench", level: "silent" });

/** @param {readonly string[]} args `[incidents] [workflow starts]` */
export async function run(args) {
  const incidents = Number(args[0] ?? 5_000);
  const starts = Number(args[1] ?? 500);
  const folder = await mkdtemp(join(tmpdir(), "soarkit-bench-"));
  try {
    process.stdout.write(`disk: ${syncRate(folder).toFixed(0)} synchronous writes a second\n`);
    const certificates = await ensureCertificates(folder, { hosts: ["127.0.0.1"] });
    const platform = new Platform({ dataDir: folder, host: "127.0.0.1", port: 0, stompPort: 0, certificates, log, env: {}, warmScripts: false });
    await platform.start();
    const key = await platform.accounts.createApiKey({ name: "bench", permissions: ["org_data.read", "org_data.edit", "function.read", "function.edit"] });
    const setField = { type: "modify_field", type_id: "incident", field: "severity_code", operation: "set_field", value: "High" };
    await ask(platform, key, "/actions", { name: "Sets a field", type: 0, object_type: "incident", conditions: [{ field_name: null, method: "object_added" }], automations: [setField] });
    await create(platform, key, 200);
    await platform.rulesIdle();

    const began = performance.now();
    const ids = await create(platform, key, incidents);
    const written = performance.now() - began;
    await platform.rulesIdle();
    const rate = (incidents * 1_000) / (performance.now() - began);
    process.stdout.write(`incidents created with a rule that sets a field: ${rate.toFixed(0)}/s to the last rule (created: ${((incidents * 1_000) / written).toFixed(0)}/s), target ${wantedIncidents}/s; REST without a network, ${atOnce} at a time\n`);

    const started = await startWorkflows(platform, key, ids, starts);
    process.stdout.write(`workflow starts by a menu item: ${started.toFixed(0)}/s, target ${wantedStarts}/s\n`);
    await platform.stop();
    return rate >= wantedIncidents && started >= wantedStarts ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {Platform} platform @param {Key} key @param {number} count */
async function create(platform, key, count) {
  /** @type {number[]} */
  const ids = [];
  let next = 0;
  const lane = async () => {
    while (next < count) {
      next += 1;
      const incident = /** @type {{ id: number }} */ (await ask(platform, key, "/incidents", { name: `Incident ${next}`, discovered_date: 0 }));
      ids.push(incident.id);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return ids;
}

/** @param {Platform} platform @param {Key} key @param {readonly number[]} ids @param {number} count */
async function startWorkflows(platform, key, ids, count) {
  const xml = '<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="wf_bench" isExecutable="true" name="Bench"><startEvent id="s"><outgoing>f</outgoing></startEvent><endEvent id="e"><incoming>f</incoming></endEvent><sequenceFlow id="f" sourceRef="s" targetRef="e"/></process></definitions>';
  await ask(platform, key, "/workflows", { name: "Bench", programmatic_name: "wf_bench", object_type: "incident", content: { workflow_id: "wf_bench", xml } });
  const rule = /** @type {{ id: number }} */ (await ask(platform, key, "/actions", { name: "Starts it", type: 1, object_type: "incident", workflows: ["wf_bench"] }));
  const began = performance.now();
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const id = ids[next % ids.length];
      next += 1;
      await ask(platform, key, `/incidents/${id}/action_invocations`, { action_id: rule.id });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return (count * 1_000) / (performance.now() - began);
}

/** @param {Platform} platform @param {Key} key @param {string} url @param {unknown} body @returns {Promise<unknown>} */
async function ask(platform, key, url, body) {
  const response = await platform.server.inject({
    method: "POST",
    url: `/rest/orgs/${platform.orgId}${url}`,
    headers: { "content-type": "application/json", authorization: `Basic ${Buffer.from(`${key.id}:${key.secret}`).toString("base64")}` },
    payload: JSON.stringify(body),
  });
  if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}: ${response.body.slice(0, 300)}`);
  return JSON.parse(response.body);
}

/** @param {string} folder */
function syncRate(folder) {
  const file = openSync(join(folder, "sync"), "w");
  const began = performance.now();
  let count = 0;
  while (performance.now() - began < 500) {
    writeSync(file, "x".repeat(4_096), 0);
    fsyncSync(file);
    count += 1;
  }
  closeSync(file);
  return (count * 1_000) / (performance.now() - began);
}
