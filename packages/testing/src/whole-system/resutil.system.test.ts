import { execFile } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useSoarkit } from "../soarkit-fixture.js";

const kit = useSoarkit(["--only", "platform"]);
const launcher = fileURLToPath(new URL("../../../cli/bin/resutil.js", import.meta.url));

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command as a person does, with a home of its own. */
async function resutil(...args: string[]): Promise<Ended> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [launcher, ...args], { cwd: kit.dataDir, env: { ...process.env, HOME: kit.dataDir, NO_COLOR: "1", SOARKIT_DATA: kit.dataDir } });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as Ended;
  }
}

let service: Server;
let url: string;
const authorizations = new Set<string | undefined>();

beforeAll(async () => {
  service = createServer((request, response) => {
    authorizations.add(request.headers.authorization);
    response.setHeader("content-type", "application/json").end(JSON.stringify(request.method === "OPTIONS" ? { upload_file: false } : { id: "1", hits: [] }));
  });
  await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/cts/mylookup`;
});
afterAll(() => service.close());

describe("resutil", () => {
  it("registers a threat service as the guide writes it: OFF, changed under the same name", async () => {
    const made = await resutil("threatserviceedit", "-name", "My Lookup", "-resturl", `${url}-old`);
    expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/^Registered: My Lookup at http.*-old\nIt is OFF\./)]);
    const changed = await resutil("threatserviceedit", "-name", "My Lookup", "-resturl", url, "-user", "lookup", "-password", "canary-secret");
    expect([changed.code, changed.stdout]).toEqual([0, expect.stringContaining(`Changed: My Lookup at ${url}\n`)]);
    const shown = await resutil("threatserviceshow");
    expect(shown.stdout.trim()).toMatch(/^My Lookup {2}http\S+mylookup {2}OFF {2}user lookup$/);
    const services = JSON.parse((await resutil("threatserviceshow", "--json")).stdout) as object[];
    expect(services).toMatchObject([{ name: "My Lookup", rest_url: url, enabled: false, has_password: true }]);
    expect(made.stdout + changed.stdout + shown.stdout + JSON.stringify(services)).not.toContain("canary-secret");
  });

  it("tests it with localhost, and says so when nothing answers", async () => {
    const good = await resutil("threatservicetest", "-name", "My Lookup");
    expect([good.code, good.stdout]).toEqual([0, expect.stringContaining(`POST ${url}  {"type":"net.name","value":"localhost"}\n✓ answered 200 (`)]);
    expect(authorizations).toEqual(new Set([`Basic ${Buffer.from("lookup:canary-secret").toString("base64")}`]));
    await resutil("threatserviceedit", "-name", "Down", "-resturl", "https://127.0.0.1:9/cts/down");
    const down = await resutil("threatservicetest", "-name", "Down");
    expect([down.code, down.stdout]).toEqual([1, expect.stringContaining("✗ no answer: Nothing listens there.")]);
  });

  it("removes it, and tells of names and addresses that are not right", async () => {
    expect(await resutil("threatservicedel", "-name", "Down")).toMatchObject({ code: 0, stdout: expect.stringContaining("Removed: Down.") });
    expect(await resutil("threatservicedel", "-name", "Down")).toMatchObject({ code: 1, stderr: expect.stringContaining("there is no threat service named Down") });
    expect(await resutil("threatserviceedit", "-name", "Open", "-resturl", "http://lab.example/cts")).toMatchObject({ code: 1, stderr: expect.stringContaining("not encrypted") });
    expect(await resutil("threatserviceedit", "-name", "Open")).toMatchObject({ code: 2, stderr: expect.stringContaining("--resturl") });
  });

  it("says where IBM SOAR's services are registered, when app.config speaks of one", async () => {
    const file = path.join(kit.dataDir, "ibm.config");
    await writeFile(file, "[resilient]\nhost=soar.example.com\nport=443\n");
    const answer = await resutil("threatserviceshow", "--config-file", file);
    expect(answer).toMatchObject({ code: 1, stderr: expect.stringContaining("registered on its appliance") });
  });
});
