import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Agent, request } from "undici";
import { expect, it } from "vitest";
import { useSoarkit } from "../index.js";

const launcher = fileURLToPath(new URL("../../../cli/bin/soarkit.js", import.meta.url));
const system = useSoarkit(["--no-samples", "--only", "platform,hub"]);

function command(...args: string[]): { status: number | null; text: string; out: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, "hub", ...args, "--data", system.dataDir], { encoding: "utf8", cwd: system.dataDir, env: { ...process.env, HOME: system.dataDir, NO_COLOR: "1" } });
  return { status, text: stdout + stderr, out: stdout };
}

function json(...args: string[]): unknown {
  const { status, out, text } = command(...args, "--json");
  expect(status, text).toBe(0);
  return JSON.parse(out);
}

async function withHub<T>(work: (call: (method: "GET" | "POST", path: string, authorization: string, body?: unknown) => Promise<{ status: number; body: string }>) => Promise<T>): Promise<T> {
  const dispatcher = new Agent({ connect: { ca: await readFile(system.soarkit.run.ca_file, "utf8") } });
  try {
    return await work(async (method, path, authorization, body) => {
      const answer = await request(`https://127.0.0.1:${system.soarkit.run.ports.hub ?? 0}${path}`, { method, dispatcher, headers: { authorization, ...(body === undefined ? {} : { "content-type": "application/json" }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      return { status: answer.statusCode, body: await answer.body.text() };
    });
  } finally {
    await dispatcher.close();
  }
}

it("an administrator makes enclaves, permits accounts and hands out keys by command; a revoked key ends at once", async () => {
  const accounts = json("enclaves", "members", (json("enclaves", "list") as { name: string }[])[0]!.name) as { account: string; from: string }[];
  const analyst = accounts.find(({ from }) => from !== "administrator")!.account;
  const { guid } = json("enclaves", "create", "Büro «Süd»", "--default", "none") as { guid: string };
  expect(command("enclaves", "create", "Büro «Süd»")).toMatchObject({ status: 1, text: expect.stringContaining("already an enclave") as string });
  expect(command("enclaves", "list").text).toContain(`${guid}  Büro «Süd»  0 reports  default none`);

  const key = json("keys", "create", analyst, "--label", "Script") as { key: string; secret: string };
  const report = { title: "Shared by hand", reportBody: "C2 at by-command.example.org", enclaveIds: [guid] };
  await withHub(async (call) => {
    const login = await call("POST", "/oauth/token?grant_type=client_credentials", `Basic ${Buffer.from(`${key.key}:${key.secret}`).toString("base64")}`);
    const bearer = `Bearer ${(JSON.parse(login.body) as { access_token: string }).access_token}`;
    const submit = async () => (await call("POST", "/api/1.3/reports", bearer, report)).status;
    expect(await submit()).not.toBe(200);
    expect(json("enclaves", "permit", "Büro «Süd»", "submission", analyst)).toContainEqual({ account: analyst, level: "submission", from: "own" });
    expect(await submit()).toBe(200);
    expect(json("enclaves", "permit", guid.toUpperCase(), "default", analyst)).toContainEqual({ account: analyst, level: "none", from: "default" });
    expect(await submit()).not.toBe(200);
    expect(json("enclaves", "permit", guid, "full")).toContainEqual({ account: analyst, level: "full", from: "default" });
    expect(await submit()).toBe(200);
    expect(command("keys", "list", analyst).text).toMatch(new RegExp(`${key.key}  ${analyst}  Script  last used \\d{4}-`));
    expect(command("keys", "list").text).not.toContain(key.secret);
    expect(json("keys", "revoke", key.key)).toEqual([{ key: key.key, account: analyst, revoked: true }]);
    expect(await submit()).toBe(400);
  });

  for (const [args, says] of [
    [["keys", "create", "nobody"], "The hub has no account nobody. It has: "],
    [["keys", "revoke", key.key], "The hub has no API key"],
    [["enclaves", "members", "Nowhere"], "The hub has no enclave Nowhere. It has: "],
    [["enclaves", "permit", guid, "default"], "Name the accounts"],
    [["enclaves", "permit", guid, "everything", analyst], "Allowed choices are none, view, submission, full, default"],
    [["enclaves", "create", ""], "name"],
  ] as const) {
    const { status, text } = command(...args);
    expect([status !== 0, text], args.join(" ")).toEqual([true, expect.stringContaining(says)]);
  }
});
