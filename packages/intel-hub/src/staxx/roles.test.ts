import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestHub, type Answer, type TestHub } from "../hub.test-kit.js";

let kit: TestHub;
let admin: string;
beforeAll(async () => {
  kit = await startTestHub();
  admin = await kit.token();
});
afterAll(() => kit.stop());

const tokenOf = ({ body }: Answer): string => (JSON.parse(body) as { token_id: string }).token_id;
const settings = { threat_type: "malware", severity: "high", confidence: 90, tlp: "TLP:AMBER", auto_approve: "yes" };
const authorised = (method: string, path: string, bearer: string, body?: unknown): Promise<Answer> =>
  kit.send(method, path, { authorization: `Bearer ${bearer}`, ...(body === undefined ? {} : { "content-type": "application/json" }) }, body === undefined ? undefined : JSON.stringify(body));
const statusOf = (token: string, job: string): Promise<Answer> => kit.send("POST", "/api/v1/import_status", { "content-type": "application/json" }, JSON.stringify({ token, job_id: job }));

async function account(name: string): Promise<{ id: number; password: string }> {
  const { body } = await authorised("POST", "/api/hub/accounts", admin, { name, role: "analyst" });
  const made = JSON.parse(body) as { account: { id: number }; password: string };
  return { id: made.account.id, password: made.password };
}

describe("on the STAXX face", () => {
  it("an analyst imports under its own name, queries, follows its own imports and no others, and administers nothing", async () => {
    const { password } = await account("maria");
    const token = tokenOf(await kit.login("maria", password));
    const job = /(\d{14})/.exec((await kit.importIntel({ token, intel_str: "185.30.0.1", ...settings })).body)?.[1] ?? "";
    expect(JSON.parse((await kit.query(token, { query: "value='185.30.0.1'", type: "json" })).body)).toMatchObject([{ source: "maria" }]);
    expect((await statusOf(token, job)).status).toBe(200);
    expect((await statusOf(admin, job)).status).toBe(200);
    const other = /(\d{14})/.exec((await kit.importIntel({ token: admin, intel_str: "185.30.0.2", ...settings })).body)?.[1] ?? "";
    expect((await statusOf(token, other)).status).toBe(404);
    for (const path of ["/api/hub/accounts", "/api/hub/pending"]) expect((await authorised("GET", path, token)).status).toBe(403);
  });

  it("a locked account logs in no more, and its tokens import, query and follow nothing", async () => {
    const { id, password } = await account("left");
    const token = tokenOf(await kit.login("left", password));
    const job = /(\d{14})/.exec((await kit.importIntel({ token, intel_str: "185.30.0.3", ...settings })).body)?.[1] ?? "";
    expect((await authorised("PUT", `/api/hub/accounts/${id}`, admin, { locked: true })).status).toBe(200);
    expect(await kit.login("left", password)).toMatchObject({ status: 403, phrase: expect.stringContaining("locked") });
    expect((await kit.importIntel({ token, intel_str: "185.30.0.4", ...settings })).status).toBe(403);
    expect((await kit.query(token, { query: "confidence>0", type: "json" })).status).toBe(403);
    expect((await statusOf(token, job)).status).toBe(403);
    expect(JSON.parse((await kit.query(admin, { query: "value='185.30.0.4'", type: "json" })).body)).toEqual([]);
    await authorised("PUT", `/api/hub/accounts/${id}`, admin, { locked: false });
    expect((await kit.query(token, { query: "confidence>0", type: "json" })).status).toBe(403);
    expect((await kit.login("left", password)).status).toBe(200);
  });

  it("somebody without a login does nothing, and a browser's session is no token", async () => {
    const answers = await Promise.all([kit.importIntel({ token: "made up", intel_str: "185.30.0.5", ...settings }), kit.query("made up", { query: "confidence>0", type: "json" }), statusOf("made up", "20200812163012")]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    const session = await kit.hub.accounts.login(kit.user, kit.password, "127.0.0.1", "browser");
    expect((await kit.query(session, { query: "confidence>0", type: "json" })).status).toBe(403);
  });
});
