import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { succeed } from "@soarkit/app-sdk";
import type { SoarkitError } from "@soarkit/protocol";
import { connectSoar, type SoarClient, soarConnectionFromConfig } from "@soarkit/soar-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { discoverApps } from "../apps/discover-apps.js";
import { SoarRig } from "../test-support/soar-rig.js";
import { testApp, testFunction } from "../test-support/test-app.js";
import { customize } from "./customize.js";
import { selftest, type SelftestStep } from "./selftest.js";

const app = testApp(testFunction("echo", "repeat", () => succeed(1)));
let rig: SoarRig;
beforeEach(async () => {
  rig = await new SoarRig().start();
  rig.configLines = ["[fn_test]", "test_password = set"];
});
afterEach(async () => { await rig.stop(); });

describe("the selftest", () => {
  const steps = async (): Promise<SelftestStep[]> => {
    const seen = [];
    for await (const step of selftest({ config: rig.config(), env: {}, apps: [app], log: rig.log, timeoutMs: 5_000 })) seen.push(step);
    return seen;
  };
  const failed = async (): Promise<SelftestStep[]> => (await steps()).filter(({ ok }) => !ok);

  it("tries everything from the configuration to the app", async () => {
    expect((await steps()).map(({ name, outcome }) => [name, outcome])).toEqual([
      ["Read section [resilient] of the configuration", "ok"],
      ["Log in to the SOAR platform", "ok"],
      ["Permissions of the login", "skipped"],
      ["Log in to the message broker", "ok"],
      ["Function echo", "ok"],
      ["Message destination fn_test", "ok"],
      ["Read section [fn_test] of the configuration", "ok"],
      ["Password is set", "ok"],
    ]);
  });

  it("says of each failure what to do, and goes on where it can", async () => {
    rig.missing.add("echo");
    rig.configLines = [];
    expect(await failed()).toEqual([
      { name: "Function echo", outcome: "failed", ok: false, detail: expect.stringContaining("soarkit customize -l fn-test-app") },
      { name: "Selftest of Test app", outcome: "failed", ok: false, detail: expect.stringContaining("soarkit config -u -l fn-test-app"), app: "test-app" },
    ]);
    rig.missing.clear();
    rig.readers = [];
    expect((await failed())[0]).toMatchObject({ name: "Message destination fn_test", detail: expect.stringContaining("not among its readers") });
    await rig.stopBroker();
    expect((await failed()).map(({ name }) => name)).toContain("Log in to the message broker");
    rig.restStatus = 401;
    expect(await failed()).toEqual([{ name: "Log in to the SOAR platform", outcome: "failed", ok: false, detail: expect.stringContaining("api_key_secret") }]);
  });
});

describe("customize", () => {
  let client: SoarClient;
  beforeEach(async () => { client = await connectSoar(await soarConnectionFromConfig(rig.config(), { env: {}, log: rig.log })); });
  afterEach(async () => { await client.close(); });

  const pending = { id: 4, status: "PENDING", create_date: 1, messages: [{ type: "INFO", text: "1 function" }] };

  it("imports in two steps, keeps what a person changed, and lets the caller read its destination only", async () => {
    rig.readers = [];
    rig.onWrite = ({ method, path, body }) => (path.includes("/imports") && method === "POST" ? pending : body);
    expect(await customize({ client, app })).toEqual({ messages: pending.messages });
    expect(rig.written.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /rest/orgs/201/configurations/imports?keep_changed=true",
      "PUT /rest/orgs/201/configurations/imports/4",
      "PUT /rest/orgs/201/message_destinations/7",
    ]);
    expect(rig.written[0]?.body).toMatchObject({ export_format_version: 2, functions: [{ name: "echo" }] });
    expect(rig.written[1]?.body).toEqual({ ...pending, status: "ACCEPTED" });
    expect(rig.written[2]?.body).toMatchObject({ id: 7, api_keys: [17], users: [] });
  });

  it("replaces everything when told to overwrite, and leaves a destination alone that it may read", async () => {
    rig.onWrite = ({ body, method }) => (method === "POST" ? pending : body);
    await customize({ client, app, overwrite: true });
    expect(rig.written.map(({ path }) => path)).toEqual(["/rest/orgs/201/configurations/imports", "/rest/orgs/201/configurations/imports/4"]);
  });

  it("says why the platform did not take it", async () => {
    rig.onWrite = () => ({ ...pending, status: "INVALID", messages: [{ type: "ERROR", text: "The field x is of another type." }] });
    await expect(customize({ client, app })).rejects.toThrow("The SOAR platform did not take the customizations of Test app (INVALID): The field x is of another type.");
  });
});

describe("the search for apps", () => {
  const install = async (root: string, name: string, manifest: object, code: string): Promise<string> => {
    const folder = join(root, "node_modules", name);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "package.json"), JSON.stringify({ name, version: "1.0.0", type: "module", ...manifest }));
    await writeFile(join(folder, "index.mjs"), code);
    return folder;
  };
  const good = `export default { [Symbol.for("soarkit.app")]: true, name: "good", packageName: "fn-good", version: "1.0.0", functions: [] };`;
  const marked = { soarkit: { app: true }, exports: { ".": { source: "./none.ts", default: "./index.mjs" } } };

  it("finds marked packages, scoped ones too, once, and loads nothing else", async () => {
    const [first, second] = [join(rig.folder, "a"), join(rig.folder, "b")];
    const folder = await install(first, "fn-good", marked, good);
    await install(first, "@scope/fn-scoped", marked, good);
    await install(first, "plain", { exports: "./index.mjs" }, "throw new Error('must not be loaded')");
    await mkdir(join(second, "node_modules"), { recursive: true });
    await symlink(folder, join(second, "node_modules", "fn-good"));
    const found = await discoverApps({ roots: [first, second, join(rig.folder, "nowhere")] });
    expect(found.map(({ packageName, version, app: { name } }) => [packageName, version, name])).toEqual([["@scope/fn-scoped", "1.0.0", "good"], ["fn-good", "1.0.0", "good"]]);
  });

  it("reports an app that cannot be loaded and goes on with the others", async () => {
    const root = join(rig.folder, "c");
    await install(root, "fn-a-broken", marked, "throw new Error('no such module')");
    await install(root, "fn-b-other", marked, "export default {}");
    await install(root, "fn-good", marked, good);
    const problems: SoarkitError[] = [];
    const found = await discoverApps({ roots: [root], onProblem: (problem) => problems.push(problem) });
    expect(found.map(({ packageName }) => packageName)).toEqual(["fn-good"]);
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining("no such module"), expect.stringContaining("was not made by defineApp")]);
    await expect(discoverApps({ roots: [root] })).rejects.toMatchObject({ code: "APP_UNLOADABLE" });
  });
});
