import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createAppHttp, type AppHttp } from "@soarkit/app-sdk";
import { IntelHub } from "@soarkit/intel-hub";
import { createLogger, ensureCertificates } from "@soarkit/runtime";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const python = process.env["SOARKIT_INTEROP_PYTHON"] ?? "";
const scriptFile = (name: string): string => fileURLToPath(new URL(`../python-taxii/${name}`, import.meta.url));
const sample = (name: string): string => fileURLToPath(new URL(`../../samples/${name}.json`, import.meta.url));
const localToken = "local-token-of-the-interop-suite";

/** A hub of its own, and what it takes to call it. */
interface Hub {
  readonly hub: IntelHub;
  readonly folder: string;
  readonly url: string;
  readonly caFile: string;
  readonly http: AppHttp;
}

interface StixObject {
  readonly id: string;
  readonly type: string;
  readonly modified?: string;
  readonly created?: string;
}

let source: Hub;
const children: ChildProcess[] = [];
const hubs: Hub[] = [];

const startHub = async (): Promise<Hub> => {
  const folder = await mkdtemp(join(tmpdir(), "soarkit-taxii-interop-"));
  const certificates = await ensureCertificates(folder, { hosts: [] });
  const hub = new IntelHub({
    dataDir: folder, host: "127.0.0.1", port: 0, certificates, log: createLogger({ name: "hub", level: "silent" }),
    outgoing: ({ verify, ca }) => createAppHttp({ verify, ...(ca === undefined ? {} : { ca }) }),
  }); // prettier-ignore
  const { port } = await hub.start();
  hub.accounts.setLocalAdminToken(localToken);
  const started = { hub, folder, url: `https://127.0.0.1:${port}`, caFile: certificates.caFile, http: createAppHttp({ ca: certificates.caPem, timeoutMs: 120_000 }) };
  hubs.push(started);
  return started;
};

const call = async (hub: Hub, method: "GET" | "POST", path: string, json?: unknown): Promise<string> => {
  const answer = await hub.http.request({ method, url: `${hub.url}/api/hub${path}`, headers: { authorization: `Bearer ${localToken}` }, ...(json === undefined ? {} : { json }) });
  return answer.expectOk().text();
};

/** Loads a file and waits for the end of the load. */
const load = async (hub: Hub, name: string, body: string): Promise<void> => {
  const answer = await hub.http.request({ method: "POST", url: `${hub.url}/api/hub/loads?name=${name}&start=true`, headers: { authorization: `Bearer ${localToken}`, "content-type": "application/octet-stream" }, body });
  const { id } = answer.expectOk().json() as { id: number };
  await expect.poll(async () => (JSON.parse(await call(hub, "GET", `/loads/${id}`)) as { state: string }).state, { timeout: 30_000 }).toBe("done");
};

/** Runs a script of the suite to its end and reads the JSON that it prints last. */
const script = async <T>(name: string, ...args: readonly string[]): Promise<T> => {
  const child = spawn(python, [scriptFile(name), ...args], { env: { ...process.env, NO_PROXY: "127.0.0.1,localhost", REQUESTS_CA_BUNDLE: source.caFile }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  expect(code, errors).toBe(0);
  return JSON.parse(output.trim().split("\n").at(-1) ?? "null") as T;
};

/** Type and value of everything in a hub. */
const values = async (hub: Hub): Promise<string[]> => {
  const rows = JSON.parse(await call(hub, "GET", "/indicators?size=5000")) as { type: string; indicator: string }[];
  return rows.map(({ type, indicator }) => `${type} ${indicator}`).sort();
};

const stixObjects = async (hub: Hub): Promise<StixObject[]> => (JSON.parse(await call(hub, "GET", "/export?format=stix")) as { objects: StixObject[] }).objects;

beforeEach(async () => {
  source = await startHub();
  for (const name of ["machete", "powerpool"]) await source.hub.importMisp(JSON.parse(await readFile(sample(name), "utf8")), { source: "ESET malware-ioc" });
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill();
  for (const { hub, folder, http } of hubs.splice(0)) {
    await http.close();
    await hub.stop();
    await rm(folder, { recursive: true });
  }
});

describe.skipIf(python === "")("OASIS's own programs", () => {
  it("read the hub's TAXII server with taxii2-client, page by page, and push to its inbox", async () => {
    const { password = "" } = await source.hub.accounts.ensureAccount("partner", "analyst");
    const seen = await script<{
      collections: string[];
      pages: number;
      objects: string[];
      manifest: string[];
      one: string[];
      later: string[];
      types: string[];
      push: { status: string; success: number; failure: number };
    }>("taxii_calls.py", `${source.url}/taxii2/`, "partner", password, source.caFile);
    expect(seen.collections).toEqual(["All indicators", "ESET malware-ioc", "Inbox"]);
    expect(seen.pages).toBeGreaterThan(3);
    expect(new Set(seen.objects).size).toBe(seen.objects.length);
    const indicators = (await stixObjects(source)).filter(({ type }) => type === "indicator").map(({ id }) => id);
    expect(seen.objects.filter((id) => id.startsWith("indicator--")).sort()).toEqual(indicators.sort());
    expect([...new Set(seen.manifest)].sort()).toEqual([...new Set(seen.objects)].sort());
    expect(seen.one).toEqual([seen.objects.at(-1)]);
    expect(seen.later.length).toBeGreaterThan(0);
    expect(seen.types).toEqual(["report"]);
    expect(seen.push).toEqual({ status: "complete", success: 1, failure: 0 });
  });

  it("give the hub's poller their collection: medallion, in pages, and later only what is new", async () => {
    // medallion reads the member "version" of any object as a time, so it cannot hold extension definitions.
    const objects = (await stixObjects(source)).filter(({ type }) => type !== "extension-definition");
    const added = (index: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString().replace("Z", "000Z");
    const manifest = objects.map((object, index) => ({ id: object.id, date_added: added(index), version: object.modified ?? object.created ?? added(index), media_type: "application/stix+json;version=2.1" }));
    const collection = { id: "91a7b528-80eb-42ed-a74d-c6fbd5a26116", title: "Partner", can_read: true, can_write: true, media_types: ["application/stix+json;version=2.1"] };
    const data = join(source.folder, "medallion-data.json");
    await writeFile(data, JSON.stringify({
      "/discovery": { title: "Reference server", default: "http://127.0.0.1/partner/", api_roots: ["/partner/"] },
      partner: { information: { title: "Partner", versions: ["application/taxii+json;version=2.1"], max_content_length: 9_765_625 }, status: [], collections: [{ ...collection, objects, manifest }] },
    })); // prettier-ignore
    const settings = join(source.folder, "medallion.json");
    const secret = source.folder.slice(-6);
    await writeFile(settings, JSON.stringify({ backend: { module: "medallion.backends.memory_backend", module_class: "MemoryBackend", filename: data }, users: { poller: secret }, taxii: { max_page_size: 40 } }));
    const child = spawn(python, [scriptFile("medallion_server.py"), settings], { stdio: ["ignore", "pipe", "ignore"] });
    children.push(child);
    const [port] = (await once(createInterface({ input: child.stdout }), "line")) as [string];

    const reader = await startHub();
    const feed = JSON.parse(await call(reader, "POST", "/feeds", { name: "Medallion", url: `http://127.0.0.1:${port}/partner/`, collection: "Partner", user: "poller", password: secret })) as { id: number };
    const poll = async () => JSON.parse(await call(reader, "POST", `/feeds/${feed.id}/poll`)) as { last_error: string; last_counts: { added: number } | null };
    const first = await poll();
    expect(first.last_error).toBe("");
    expect(await values(reader)).toEqual(await values(source));
    expect((await poll()).last_counts).toMatchObject({ added: 0 });

    const media = "application/taxii+json;version=2.1";
    const fresh = { type: "indicator", spec_version: "2.1", id: "indicator--7f0f5c1d-52b6-4f6c-9d1b-6d9c3a1f0002", created: "2026-11-01T00:00:00.000Z", modified: "2026-11-01T00:00:00.000Z", valid_from: "2026-11-01T00:00:00.000Z", pattern: "[domain-name:value = 'fresh.evil-partner.com']", pattern_type: "stix" };
    const pushed = await fetch(`http://127.0.0.1:${port}/partner/collections/${collection.id}/objects/`, { method: "POST", headers: { authorization: `Basic ${Buffer.from(`poller:${secret}`).toString("base64")}`, accept: media, "content-type": media }, body: JSON.stringify({ objects: [fresh] }) });
    expect(pushed.status).toBe(202);
    expect((await poll()).last_counts).toMatchObject({ added: 1 });
    expect(await values(reader)).toContain("domain fresh.evil-partner.com");
  });
});

describe.skipIf(python === "")("what the hub writes", () => {
  it("is STIX 2.1 to stix2 and its pattern validator, and MISP to pymisp, with every value", async () => {
    await load(source, "ends.csv", "value,expires\nends.evil-partner.com,2099-01-31T00:00:00Z\n");
    const [stix, misp] = [join(source.folder, "export.stix.json"), join(source.folder, "export.misp.json")];
    await writeFile(stix, await call(source, "GET", "/export?format=stix"));
    await writeFile(misp, await call(source, "GET", "/export?format=misp"));
    const seen = await script<{ objects: number; indicators: number; mistakes: unknown[]; events: number; attributes: [string, string, string, boolean][]; misp_ends: object; stix_ends: object }>("read_exports.py", stix, misp);
    const inHub = await values(source);
    expect(seen.mistakes).toEqual([]);
    // What has no pattern is an object of its own: vulnerabilities and malware families.
    expect(seen.indicators).toBe(inHub.filter((row) => !/^(?:cve|malware) /.test(row)).length);
    // Two reports, and the records without one.
    expect(seen.events).toBe(3);
    expect(seen.misp_ends).toEqual({ "ends.evil-partner.com": 'soarkit:expires="2099-01-31T00:00:00.000Z"' });
    expect(seen.stix_ends).toEqual({ "ends.evil-partner.com": "2099-01-31T00:00:00+00:00" });
    expect(seen.attributes.map(([, , value]) => value).sort()).toEqual(inHub.map((row) => row.slice(row.indexOf(" ") + 1)).sort());
  });
});
