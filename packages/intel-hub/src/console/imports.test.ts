import { once } from "node:events";
import { request } from "node:https";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readReport, startTestHub, type TestHub } from "../hub.test-kit.js";
import type { ImportDetail, QueuedImport } from "../imports/approvals.js";
import type { Draft } from "../imports/draft.js";
import { browse, type Browser } from "./console.test-kit.js";

let kit: TestHub;
let admin: Browser;
let analyst: Browser;
beforeEach(async () => {
  kit = await startTestHub();
  admin = await browse(kit);
  const { password = "" } = await kit.hub.accounts.ensureAccount("maria", "analyst");
  analyst = await browse(kit, "maria", password);
});
afterEach(() => kit.stop());

const settings = { threat_type: "malware", severity: "medium", confidence: 70, tlp: "TLP:AMBER" };
const file = (values: string[], change: Record<string, unknown> = {}) => analyst.call<{ job_id: string; state: string }>("POST", "/imports/text", { values: values.map((value) => ({ value })), ...settings, ...change });
const read = (text: string, filename?: string) => analyst.call<Draft & { message: string }>("POST", "/imports/read", { text, filename, ...settings });
const decide = (job: string, decisions: unknown[]) => admin.call<ImportDetail & { message: string }>("POST", `/approvals/${job}`, { decisions });
const queue = async (browser: Browser, state = "pending") => (await browser.call<{ entities: QueuedImport[] }>("GET", `/approvals?state=${state}`)).body.entities;
const active = async (value: string) => (await admin.call<{ rows: Record<string, unknown>[] }>("GET", `/search?q=${encodeURIComponent(`value = ${value}`)}`)).body.rows;

describe("reading before importing", () => {
  it("finds values in a text and says what to know about each", async () => {
    await kit.hub.importMisp(await readReport("machete"), { source: "ESET" });
    const { body } = await read("See hxxp://evil[.]example-bad[.]com/a\n10.0.0.4\n142.44.236.15\nC:\\x\\y.exe");
    expect(body.format).toBe("text");
    expect(body.values).toMatchObject([
      { value: "http://evil.example-bad.com/a", type: "url", itype: "mal_url", warnings: [] },
      { value: "10.0.0.4", warnings: [expect.stringContaining("private address")] },
      { value: "142.44.236.15", known: { records: 1 }, warnings: [expect.stringContaining("known with other settings")] },
    ]);
    expect(body.skipped).toMatchObject([{ reason: expect.stringContaining("file path") }]);
    expect((await active("10.0.0.4")).length).toBe(0);
  });

  it("says when threat type and value do not go together", async () => {
    const { body } = await analyst.call<Draft>("POST", "/imports/read", { text: "45.33.2.79", ...settings, threat_type: "adware" });
    expect(body.values[0]).toMatchObject({ warnings: ["adware has no type for this kind of value: stored as suspicious_ip"] });
  });

  it("reads a MISP event with what it says about its values, and stores nothing", async () => {
    const { body } = await read(JSON.stringify(await readReport("powerpool")), "powerpool.json");
    expect(body).toMatchObject({ format: "MISP event", title: "PowerPool blogpost" });
    expect(body.values).toHaveLength(18);
    expect(body.values[0]?.judged).toMatchObject({ tlp: expect.stringContaining("TLP:") });
    expect(await admin.call("GET", "/summary")).toMatchObject({ body: { reports: { total: 0 }, indicators: { active: 0 } } });
  });

  it("names the line where a file breaks off", async () => {
    const { status, body } = await read('{\n "Event": {\n  "info": oops\n', "event.json");
    expect([status, body.message]).toEqual([400, expect.stringContaining("event.json cannot be read: line 3")]);
  });
});

describe("an import by a person", () => {
  it("waits for approval, and counts nowhere before", async () => {
    const { body } = await file(["45.33.2.79", "evil.example-bad.com"], { note: "proxy log" });
    expect(body.state).toBe("pending");
    expect(await active("45.33.2.79")).toEqual([]);
    expect(await queue(admin)).toMatchObject([{ job_id: body.job_id, user: "maria", note: "proxy log", counts: { pending: 2 }, examples: ["45.33.2.79", "evil.example-bad.com"] }]);
  });

  it("is approved at once only by who may approve", async () => {
    expect((await file(["45.33.2.79"], { auto_approve: true })).status).toBe(403);
    expect((await admin.call<{ state: string }>("POST", "/imports/text", { values: [{ value: "45.33.2.79", changes: { severity: "high", tlp: "TLP:RED" } }], ...settings, auto_approve: true })).body.state).toBe("stored");
    expect(await active("45.33.2.79")).toMatchObject([{ severity: "high", tlp: "TLP:RED", confidence: 70, itype: "mal_ip" }]);
  });

  it("sent twice with its key is filed once", async () => {
    const first = await file(["45.33.2.79"], { import_key: "k" });
    expect((await file(["45.33.2.79"], { import_key: "k" })).body.job_id).toBe(first.body.job_id);
    expect(await queue(admin)).toHaveLength(1);
  });

  it("is seen by its author and by administrators only", async () => {
    const { body } = await admin.call<{ job_id: string }>("POST", "/imports/text", { values: [{ value: "45.33.2.79" }], ...settings });
    expect(await queue(analyst)).toEqual([]);
    expect((await analyst.call("GET", `/approvals/${body.job_id}`)).status).toBe(404);
    expect((await analyst.call("POST", `/approvals/${body.job_id}`, { decisions: [{ value: "45.33.2.79", accept: true }] })).status).toBe(403);
  });
});

describe("a decision", () => {
  it("is made value by value, with corrections and reasons, and who made it is kept", async () => {
    const { body: job } = await file(["45.33.2.79", "45.33.2.80", "45.33.2.81"]);
    const first = await decide(job.job_id, [
      { value: "45.33.2.79", accept: true, changes: { threat_type: "c2", severity: "high", confidence: 95 } },
      { value: "45.33.2.80", accept: false, reason: "our own scanner" },
    ]);
    expect(first.body).toMatchObject({ state: "pending", counts: { pending: 1, stored: 1, rejected: 1 } });
    expect(await active("45.33.2.79")).toMatchObject([{ itype: "c2_ip", severity: "high", confidence: 95, tlp: "TLP:AMBER" }]);
    expect(await active("45.33.2.80")).toEqual([]);
    const last = await decide(job.job_id, [{ value: "45.33.2.81", accept: true }]);
    expect(last.body).toMatchObject({ state: "stored", decided_by: "admin" });
    const { body } = await analyst.call<ImportDetail>("GET", `/approvals/${job.job_id}`);
    expect(body.values).toMatchObject([
      { state: "stored", itype: "c2_ip", changes: { confidence: 95 }, decided_by: "admin" },
      { state: "rejected", reason: "our own scanner", decided_by: "admin" },
      { state: "stored" },
    ]);
    expect(await queue(admin, "approved")).toMatchObject([{ job_id: job.job_id }]);
  });

  it("tells the program that imported it, in its own interface", async () => {
    const token = await kit.token();
    await kit.importIntel({ token, intel_str: "185.1.2.3\n185.1.2.4", threat_type: "c2", severity: "high", confidence: 80, tlp: "TLP:RED", tags: "", auto_approve: "no", import_key: "k" });
    const [job] = await queue(admin);
    await decide(job!.job_id, [{ value: "185.1.2.3", accept: true }, { value: "185.1.2.4", accept: false, reason: "known good" }]); // prettier-ignore
    const state = await kit.send("POST", "/api/v1/import_status", {}, JSON.stringify({ token, import_key: "k" }));
    expect(JSON.parse(state.body)).toMatchObject({ state: "stored", values: [{ state: "stored" }, { state: "rejected", reason: "known good" }] });
  });

  it("that rejects all closes the import as rejected", async () => {
    const { body: job } = await file(["45.33.2.79"]);
    expect((await decide(job.job_id, [{ value: "45.33.2.79", accept: false, reason: "no" }])).body.state).toBe("rejected");
    expect((await decide(job.job_id, [{ value: "45.33.2.79", accept: true }])).status).toBe(409);
  });

  it("needs a reason to reject and to widen a TLP, and is done whole or not at all", async () => {
    const { body: job } = await file(["45.33.2.79", "45.33.2.80"]);
    const both = await decide(job.job_id, [{ value: "45.33.2.79", accept: true }, { value: "45.33.2.80", accept: false }]); // prettier-ignore
    expect(both).toMatchObject({ status: 400, body: { message: expect.stringContaining("needs a reason") } });
    const widened = { value: "45.33.2.79", accept: true, changes: { tlp: "TLP:GREEN" } };
    expect(await decide(job.job_id, [{ value: "45.33.2.80", accept: true }, widened])).toMatchObject({ status: 400, body: { message: expect.stringContaining("travel further") } });
    expect(await queue(admin)).toMatchObject([{ counts: { pending: 2 } }]);
    expect((await decide(job.job_id, [{ ...widened, reason: "published today" }])).status).toBe(200);
    expect(await active("45.33.2.79")).toMatchObject([{ tlp: "TLP:GREEN" }]);
    expect((await decide(job.job_id, [{ value: "1.1.1.1", accept: true }])).status).toBe(400);
  });
});

describe("events", () => {
  it("tell other browsers of imports and decisions, after they are stored", async () => {
    const stream = request({ host: "127.0.0.1", port: kit.port, path: "/api/hub/console/events?topics=approvals,indicators,accounts", headers: { cookie: analyst.cookie }, ca: kit.ca, agent: false });
    stream.end();
    const [answer] = (await once(stream, "response")) as [NodeJS.ReadableStream & { headers: Record<string, string> }];
    let text = "";
    answer.on("data", (part: Buffer) => (text += part.toString()));
    const heard = async (mark: string): Promise<void> => {
      while (!text.includes(mark)) await once(answer, "data");
    };
    await heard(": live");
    await admin.call("POST", "/accounts", { name: "nobody", role: "analyst" });
    const { body: job } = await file(["45.33.2.79"]);
    await heard("import.created");
    await decide(job.job_id, [{ value: "45.33.2.79", accept: true }]);
    await heard("indicator.changed");
    expect(text).toContain(`"topic":"approvals","kind":"import.decided","id":"${job.job_id}","by":"admin"`);
    expect(text).not.toContain("45.33.2.79");
    // An analyst may not know of accounts.
    expect(text).not.toContain("account.changed");
    stream.destroy();
  });
});
