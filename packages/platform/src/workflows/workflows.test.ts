import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { SoarkitError } from "@soarkit/protocol";
import { createLogger } from "@soarkit/runtime";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Accounts } from "../accounts/accounts.js";
import { principalDTO, type Principal } from "../accounts/principal.js";
import { Artifacts } from "../artifacts/artifacts.js";
import { openPlatformDatabase, type PlatformDatabase } from "../database.js";
import { Incidents } from "../incidents/incidents.js";
import { ContextTokens } from "../messaging/context/context-tokens.js";
import { MessageDestinations } from "../messaging/destinations/destinations.js";
import { FunctionCalls } from "../messaging/function-calls.js";
import { Functions } from "../messaging/functions/functions.js";
import { Readers } from "../messaging/readers.js";
import { Replies } from "../messaging/invocations/replies.js";
import { Notes } from "../notes/notes.js";
import { openOrg, type Org } from "../org/org.js";
import { ScriptingLog } from "../scripting-log/scripting-log.js";
import { ScriptRunner } from "../scripts/script-runner.js";
import { Scripts } from "../scripts/scripts.js";
import { ArtifactTypes } from "../types/artifact-types.js";
import { addBuiltIns } from "../types/built-ins.js";
import { Fields } from "../types/fields.js";
import { Workflows } from "./workflows.js";

const log = createLogger({ name: "test", level: "silent" });
const cacheDir = mkdtempSync(path.join(tmpdir(), "soarkit-workflows-"));
let runner: ScriptRunner;
beforeAll(async () => {
  runner = new ScriptRunner({ log, cacheDir, size: 1 });
  await runner.prepare();
}, 60_000);
afterAll(async () => {
  await runner.stop();
  rmSync(cacheDir, { recursive: true, force: true });
});

const functionUuid = "22222222-0000-4000-8000-000000000001";
const indicatorUuid = "33333333-0000-4000-8000-000000000001";
const severityUuid = "33333333-0000-4000-8000-000000000002";
const highUuid = "44444444-0000-4000-8000-000000000002";

interface StepParts {
  id?: string;
  pre?: string;
  post?: string;
  inputs?: Record<string, unknown>;
  result?: string;
}
function step({ id = "A", pre = "inputs.ip_indicator = artifact.value", post = "", inputs = {}, result }: StepParts): string {
  const content = JSON.stringify({ inputs, pre_processing_script: pre, post_processing_script: post, post_processing_script_language: "python3", result_name: result ?? null });
  return `<serviceTask id="${id}" name="Step ${id}" resilient:type="function"><extensionElements><resilient:function uuid="${functionUuid}"><![CDATA[${content}]]></resilient:function></extensionElements></serviceTask>`;
}
function xml(elements: string, flows: readonly (readonly [string, string, unknown?])[], byDefault = ""): string {
  return `<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:resilient="http://resilient.ibm.com/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="http://www.camunda.org/test">
<process id="wf" isExecutable="true" name="Test"><startEvent id="S"/><endEvent id="E"/>${elements}${byDefault}${flows
    .map(([from, to, condition]) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}">${condition === undefined ? "" : `<conditionExpression language="resilient-conditions" xsi:type="tFormalExpression"><![CDATA[${JSON.stringify(condition)}]]></conditionExpression>`}</sequenceFlow>`)
    .join("")}</process></definitions>`;
}
const single = (parts: StepParts): string => xml(step(parts), [["S", "A"], ["A", "E"]]);

let folder: string;
let database: PlatformDatabase;
let rig: ReturnType<typeof setUp>;
let incidentId: number;
let artifactId: number;

function setUp(using: PlatformDatabase, org: Org, local: Principal) {
  const fields = new Fields({ database: using });
  const artifactTypes = new ArtifactTypes({ database: using, fields });
  const incidents = new Incidents({ database: using, fields, org });
  const artifacts = new Artifacts({ database: using, types: artifactTypes });
  const notes = new Notes({ database: using });
  const listed: Pick<Fields, "list"> = fields;
  const calls = new FunctionCalls({ database: using, orgId: org.id, tokens: new ContextTokens(), fields: listed, onQueued: () => undefined, now: Date.now });
  const workflows = new Workflows({ database: using, log, scripts: runner, calls, fields, targets: { incidents, artifacts, notes }, snapshots: { incidents, artifacts, notes }, scriptingLog: new ScriptingLog({ database: using, log }) });
  const replies = new Replies({ database: using, log, now: Date.now, onAnswered: (id) => workflows.functionAnswered(id) });
  const functions = new Functions({ database: using, fields: listed, now: Date.now });
  const destinations = new MessageDestinations({ database: using, orgId: org.id, now: Date.now, readers: new Readers({ database: using, orgId: org.id, log, now: Date.now }) });
  return { org, local, fields, incidents, artifacts, notes, calls, workflows, replies, functions, destinations, scripts: new Scripts({ database: using, now: Date.now }) };
}

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "soarkit-workflow-"));
  database = await openPlatformDatabase(path.join(folder, "platform.db"), log);
  const org = await openOrg(database, undefined, Date.now());
  await addBuiltIns(database, Date.now());
  const { local } = new Accounts({ database });
  rig = setUp(database, org, local);
  await database.transaction(async (trx) => {
    await rig.fields.save(trx, "__function", { name: "ip_indicator", uuid: indicatorUuid, input_type: "text" }, local);
    await rig.fields.save(trx, "__function", { name: "ip_severity", uuid: severityUuid, input_type: "select", values: [{ label: "low", uuid: "44444444-0000-4000-8000-000000000001" }, { label: "high", uuid: highUuid }] }, local);
  });
  await rig.destinations.create({ name: "fn_test", programmatic_name: "fn_test", destination_type: 0, expect_ack: true, users: [], api_keys: [] });
  await rig.functions.create(
    { name: "ip_lookup", uuid: functionUuid, display_name: "Look up", destination_handle: "fn_test", view_items: [indicatorUuid, severityUuid].map((content) => ({ element: "field_uuid", field_type: "__function", content })) },
    local,
  );
  const incident = await rig.incidents.create({ name: "Odd login", discovered_date: 1_700_000_000_000, severity_code: { name: "Low" } }, local);
  incidentId = incident.id;
  const [artifact] = await rig.artifacts.create(undefined, incidentId, { type: "IP Address", value: "198.51.100.7" }, local);
  artifactId = artifact?.id ?? 0;
});
afterEach(async () => {
  await rig.workflows.stop();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function saveWorkflow(content: string): Promise<void> {
  await rig.workflows.definitions.create({ name: "Test", programmatic_name: "wf_test", object_type: "artifact", content: { xml: content } }, rig.local);
}
async function start(properties: Record<string, unknown> = {}): Promise<number> {
  const id = await database.transaction((trx) =>
    rig.workflows.start(trx, {
      workflow: "wf_test",
      incidentId,
      object: { type: "artifact", id: artifactId, name: "198.51.100.7" },
      principal: principalDTO(rig.local),
      rule: { id: 45, name: "Look up", type: 1, properties },
    }),
  );
  rig.workflows.kick(id);
  await rig.workflows.idle();
  return id;
}
async function run(content: string, properties?: Record<string, unknown>): Promise<number> {
  await saveWorkflow(content);
  return start(properties);
}
const pending = () => database.db.selectFrom("invocations").selectAll().where("state", "=", "pending").where("kind", "=", "function").orderBy("id").execute();
async function reply(body: object, to?: number): Promise<void> {
  const [first] = await pending();
  await rig.replies.receive({ destination: `acks.${rig.org.id}.fn_test`, headers: { "correlation-id": `invid:${to ?? first?.id}` }, body: JSON.stringify({ complete: true, message_type: 0, ...body }), principal: { id: 1, name: "server" } });
  await new Promise((resolve) => setImmediate(resolve));
  await rig.workflows.idle();
  await database.db.selectFrom("workflows").select("name").execute();
  await rig.workflows.idle();
}
async function notes(): Promise<string[]> {
  const list = await rig.notes.list(incidentId, { handleFormat: "ids", textFormat: "objects_no_convert" });
  return list.map((note) => (typeof note.text === "object" ? (note.text?.content ?? "") : note.text));
}
const instance = (id: number) => rig.workflows.instance(id);

describe("a function step", () => {
  it("sends what the pre-process script set over the static inputs, and writes what the post-process script asked for", async () => {
    const statics = { [severityUuid]: { input_type: "static", static_input: { multiselect_value: [], select_value: highUuid } }, [indicatorUuid]: { input_type: "static", static_input: { multiselect_value: [], text_value: "from the step" } } };
    const post = [
      'incident.addNote(helper.createRichText("<b>{}</b> has score {}, asked by {}".format(artifact.value, results.content["score"], rule.properties.asked)))',
      'artifact.addHit("Scores", [{"name": "Score", "type": "number", "value": results.content.score}])',
      'incident.addArtifact("DNS Name", "evil.example.com", "found")',
      'incident.severity_code = "High"',
      'artifact.description = "seen"',
    ].join("\n");
    const id = await run(single({ post, inputs: statics }), { asked: "Ana" });
    expect(await instance(id)).toMatchObject({ status: "running", steps: [{ element_id: "A", status: "waiting" }] });
    const [call] = await pending();
    expect(JSON.parse(call!.inputs ?? "")).toEqual({ ip_indicator: "198.51.100.7", ip_severity: { id: expect.any(Number), name: "high" } });

    await reply({ results: { success: true, content: { score: 7 } } });
    expect(await instance(id)).toMatchObject({ status: "completed", error: null, steps: [{ status: "done" }] });
    expect(await notes()).toEqual(["<b>198.51.100.7</b> has score 7, asked by Ana"]);
    expect((await rig.artifacts.list(incidentId)).map((artifact) => [artifact.value, artifact.description?.content])).toEqual([["198.51.100.7", "seen"], ["evil.example.com", "found"]]);
    expect(await rig.artifacts.snapshot(artifactId)).toMatchObject({ hits: [{ properties: [{ name: "Score", type: "number", value: 7 }] }] });
    expect(await rig.incidents.snapshot(incidentId)).toMatchObject({ severity_code: "High" });
  });

  it("runs its post-process script also when the function says that it failed", async () => {
    const id = await run(single({ post: 'incident.addNote("failed: " + results.reason)' }));
    await reply({ results: { success: false, reason: "wrong password" } });
    expect(await notes()).toEqual(["failed: wrong password"]);
    expect(await instance(id)).toMatchObject({ status: "completed" });
  });

  it("hands a result to later steps under its name", async () => {
    const elements = step({ id: "A", result: "first" }) + step({ id: "B", pre: "inputs.ip_indicator = workflow.properties.first.content.next", post: 'incident.addNote(str(workflow.properties.first["content"]["next"]))' });
    await run(xml(elements, [["S", "A"], ["A", "B"], ["B", "E"]]));
    await reply({ results: { content: { next: "second" } } });
    expect(JSON.parse((await pending())[0]!.inputs ?? "")).toEqual({ ip_indicator: "second" });
    await reply({ results: null });
    expect(await notes()).toEqual(["second"]);
  });

  it("stops at an input that the function does not have, before anything is sent", async () => {
    const id = await run(single({ pre: "inputs.ip_indicatr = 1" }));
    const { status, error, steps } = await instance(id);
    expect([status, steps?.[0]?.status]).toEqual(["error", "error"]);
    expect(error).toMatch(/Step "Step A", pre-process: .*line 1.*no input 'ip_indicatr'.*ip_indicator, ip_severity/);
    expect(await pending()).toEqual([]);
  });

  it.each([
    ["a select value that does not exist", 'inputs.ip_severity = "huge"', /ip_severity has no value "huge"/],
    ["a list where text is wanted", "inputs.ip_indicator = [1]", /ip_indicator takes text/],
  ])("stops at %s", async (_what, pre, text) => {
    const id = await run(single({ pre }));
    expect(await instance(id)).toMatchObject({ status: "error", error: expect.stringMatching(text) });
    expect(await pending()).toEqual([]);
  });

  it("writes nothing of a post-process script that fails, shows why, and runs it again on the same results", async () => {
    await saveWorkflow(single({ post: 'incident.addNote("one")\nincident.addArtifact("No such type", "x", None)' }));
    const id = await start();
    await reply({ results: { content: 1 } });
    expect(await instance(id)).toMatchObject({ status: "error", error: expect.stringMatching(/post-process/) });
    expect(await notes()).toEqual([]);
    const messages = await database.db.selectFrom("invocation_messages").select("text").execute();
    expect(messages.map((message) => message.text).join("\n")).toMatch(/The post-process script went wrong/);

    await rig.scripts.create({ name: "unrelated", object_type: "incident", script_text: "" }, rig.local);
    await database.db.updateTable("workflow_versions").set({ xml: single({ post: 'incident.addNote("got {}".format(results.content))' }) }).execute();
    rig = setUp(database, rig.org, rig.local);
    await rig.workflows.retry(id);
    await rig.workflows.idle();
    expect(await instance(id)).toMatchObject({ status: "completed" });
    expect(await notes()).toEqual(["got 1"]);
    expect(await database.db.selectFrom("invocations").selectAll().where("kind", "=", "function").execute()).toHaveLength(1);
  });

  it("stops when the call breaks, and calls again when somebody retries", async () => {
    const id = await run(single({ post: 'incident.addNote("done")' }));
    await reply({ message_type: 1, message: "no such function here" });
    expect(await instance(id)).toMatchObject({ status: "error", error: expect.stringMatching(/the function failed.*no such function here/) });
    expect(await notes()).toEqual([]);
    await rig.workflows.retry(id);
    await rig.workflows.idle();
    expect(await pending()).toHaveLength(1);
    await reply({ results: {} });
    expect(await notes()).toEqual(["done"]);
    await expect(rig.workflows.retry(id)).rejects.toThrow(/is completed; it cannot be retried/);
  });

  it("ignores answers after it was terminated", async () => {
    const id = await run(single({ post: 'incident.addNote("late")' }));
    await rig.workflows.terminate(id, "not needed", rig.local);
    await reply({ results: {} });
    expect(await instance(id)).toMatchObject({ status: "terminated", terminate_reason: "not needed" });
    expect(await notes()).toEqual([]);
  });
});

describe("gateways and scripts", () => {
  const byLabel = { conditions: [{ evaluation_id: 1, field_name: "incident.severity_code", method: "equals", type: null, value: "Low" }], logic_type: "all", custom_condition: "", script_language: null };
  const byScript = (expression: string): object => ({ conditions: [{ evaluation_id: 1, field_name: null, method: "script", type: null, value: { script_text: "limit = 5", final_expression_text: expression, language: "python3" } }], logic_type: "all", custom_condition: "", script_language: "python3" });
  const gateway = '<exclusiveGateway id="G" default="G-B"/>';
  const steps = step({ id: "A", pre: 'inputs.ip_indicator = "a"' }) + step({ id: "B", pre: 'inputs.ip_indicator = "b"' });
  const flows = (condition: unknown) => [["S", "G"], ["G", "A", condition], ["G", "B"], ["A", "E"], ["B", "E"]] as const;

  it.each([
    ["a field that fits", byLabel, "a"],
    ["a field that does not fit", { ...byLabel, conditions: [{ ...byLabel.conditions[0], value: "High" }] }, "b"],
    ["a script that says yes", byScript("limit > 2"), "a"],
    ["a script that says no", byScript("artifact.value == 'other'"), "b"],
  ])("an exclusive gateway decides by %s", async (_what, condition, taken) => {
    await run(xml(gateway + steps, flows(condition)));
    expect((await pending()).map((call) => JSON.parse(call.inputs ?? "") as unknown)).toEqual([{ ip_indicator: taken }]);
  });

  it("shows a condition script that fails", async () => {
    const id = await run(xml(gateway + steps, flows(byScript("nothing.here"))));
    expect(await instance(id)).toMatchObject({ status: "error", error: expect.stringMatching(/condition: .*NameError/) });
  });

  it("runs parallel branches side by side and goes on when both are done", async () => {
    const elements = `<parallelGateway id="P"/><parallelGateway id="J"/>${step({ id: "A", post: 'incident.addNote("a")' })}${step({ id: "B", post: 'incident.addNote("b")' })}${step({ id: "C" })}`;
    const id = await run(xml(elements, [["S", "P"], ["P", "A"], ["P", "B"], ["A", "J"], ["B", "J"], ["J", "C"], ["C", "E"]]));
    const calls = await pending();
    expect(calls).toHaveLength(2);
    await reply({ results: {} }, calls[1]!.id);
    expect(await pending()).toHaveLength(1);
    await reply({ results: {} }, calls[0]!.id);
    expect(await notes()).toEqual(["b", "a"]);
    await reply({ results: {} });
    expect(await instance(id)).toMatchObject({ status: "completed" });
  });

  it("runs a global script as a step", async () => {
    const uuid = "55555555-0000-4000-8000-000000000001";
    await rig.scripts.create({ name: "Mark", uuid, language: "python3", object_type: "artifact", script_text: 'incident.addNote("marked " + artifact.value)' }, rig.local);
    const id = await run(xml(`<scriptTask id="T" name="Mark"><extensionElements><resilient:script uuid="${uuid}"/></extensionElements><script>dummy</script></scriptTask>`, [["S", "T"], ["T", "E"]]));
    expect(await instance(id)).toMatchObject({ status: "completed", error: null });
    expect(await notes()).toEqual(["marked 198.51.100.7"]);
  });

  it("refuses to start what it cannot run, naming the step", async () => {
    await saveWorkflow(xml('<userTask id="U" name="Ask Ana"/>', [["S", "U"], ["U", "E"]]));
    await expect(start()).rejects.toThrow(/step "Ask Ana" is a UserTask/);
  });
});

describe("definitions", () => {
  it("keep the version with which an instance began", async () => {
    const id = await run(single({ post: 'incident.addNote("old")' }));
    await saveWorkflow(single({ post: 'incident.addNote("new")' }));
    expect(await rig.workflows.definitions.get("wf_test", "names")).toMatchObject({ content_version: 2, object_type: "artifact" });
    await reply({ results: {} });
    expect(await notes()).toEqual(["old"]);
    await start();
    await reply({ results: {} });
    expect(await notes()).toEqual(["old", "new"]);
    expect(await instance(id)).toMatchObject({ status: "completed" });
  });

  it("refuse BPMN that cannot be read", async () => {
    const refused = await saveWorkflow("<definitions").catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SoarkitError);
  });
});

describe("a platform that is cut off and started again", () => {
  class CutOff extends Error {}
  /** The database of a process that dies at its n-th change: just before, or just after the change is durable. */
  function dying(at: number, when: "before" | "after"): { database: PlatformDatabase; died: () => boolean } {
    let count = 0;
    const transaction: PlatformDatabase["transaction"] = async (work) => {
      count += 1;
      if (count > at || (count === at && when === "before")) throw new CutOff();
      const result = await database.transaction(work);
      if (count === at) throw new CutOff();
      return result;
    };
    return { database: { ...database, transaction }, died: () => count >= at };
  }

  it("calls once and writes once, wherever it was cut off", async () => {
    const post = 'incident.addNote("{} {}".format(artifact.value, results.content))\nartifact.addHit("Scores", [])';
    await saveWorkflow(xml(step({ id: "A", post }) + step({ id: "B", post }), [["S", "A"], ["A", "B"], ["B", "E"]]));
    let cuts = 0;
    for (const when of ["before", "after"] as const) {
      for (let at = 1; ; at++) {
        const whole = rig;
        const id = await database.transaction((trx) =>
          whole.workflows.start(trx, { workflow: "wf_test", incidentId, object: { type: "artifact", id: artifactId, name: "x" }, principal: principalDTO(whole.local) }),
        );
        const before = (await notes()).length;
        const death = dying(at, when);
        const cut = setUp(death.database, whole.org, whole.local);
        cut.workflows.kick(id);
        await cut.workflows.idle();
        for (let round = 0; round < 2; round++) {
          rig = cut;
          if (!death.died() && (await pending()).length > 0) await reply({ results: { content: `answer ${round}` } }).catch(() => undefined);
        }
        await cut.workflows.stop();
        rig = whole;
        await whole.workflows.resumeAll();
        await whole.workflows.idle();
        while ((await pending()).length > 0) await reply({ results: { content: "answer" } });
        expect(await instance(id), `${when} change ${at}`).toMatchObject({ status: "completed" });
        expect((await notes()).length - before, `notes, ${when} change ${at}`).toBe(2);
        const calls = await database.db.selectFrom("invocations").select("id").where("instance_id", "=", id).execute();
        expect(calls, `calls, ${when} change ${at}`).toHaveLength(2);
        if (!death.died()) break;
        cuts += 1;
      }
    }
    expect(cuts).toBeGreaterThanOrEqual(8);
  });
});
