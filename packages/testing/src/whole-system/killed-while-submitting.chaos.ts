import { readFile } from "node:fs/promises";
import { Agent, request } from "undici";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startSoarkitProcess, tempFolder, type SoarkitProcess } from "../index.js";

/** How many kills: a few in CI, more by SOARKIT_CHAOS_ROUNDS. */
const rounds = 6 * Number(process.env["SOARKIT_CHAOS_ROUNDS"] ?? "1");
/** How long after the submission was sent the kill comes at most, milliseconds: about as long as one takes. */
const latestKill = 400;
const hosts = 500;

interface Items {
  items: { value: string; externalTrackingId: string | null }[];
  totalElements: number;
}

let data: Awaited<ReturnType<typeof tempFolder>>;
let soarkit: SoarkitProcess;
let dispatcher: Agent;
let enclave = "";
let key = { key: "", secret: "" };

async function call(method: "GET" | "POST", path: string, authorization: string, body?: unknown): Promise<{ status: number; text: string }> {
  const answer = await request(`https://127.0.0.1:${soarkit.run.ports.hub ?? 0}${path}`, { method, dispatcher, headers: { authorization, ...(body === undefined ? {} : { "content-type": "application/json" }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: answer.statusCode, text: await answer.body.text() };
}

/** Calls of TruSTAR's interface, logged in anew: tokens end with the process. */
async function client(): Promise<(method: "GET" | "POST", path: string, body?: unknown) => Promise<{ status: number; text: string }>> {
  const login = await call("POST", "/oauth/token?grant_type=client_credentials", `Basic ${Buffer.from(`${key.key}:${key.secret}`).toString("base64")}`);
  const { access_token: token } = JSON.parse(login.text) as { access_token: string };
  return (method, path, body) => call(method, `/api/1.3/${path}`, `Bearer ${token}`, body);
}

async function start(): Promise<void> {
  soarkit = await startSoarkitProcess(data.path, ["--no-samples", "--only", "hub"]);
  dispatcher = new Agent({ connect: { ca: await readFile(soarkit.run.ca_file, "utf8") } });
}

beforeAll(async () => {
  data = await tempFolder("soarkit-chaos");
  await start();
  const admin = async <T>(method: "GET" | "POST", path: string, body?: unknown, read = (text: string) => JSON.parse(text) as T): Promise<T> => read((await call(method, `/api/hub/${path}`, `Bearer ${soarkit.run.admin_token}`, body)).text);
  enclave = (await admin<{ guid: string }>("POST", "enclaves", { name: "Chaos" })).guid;
  const account = (await admin<{ entities: { id: number; role: string }[] }>("GET", "accounts")).entities.find(({ role }) => role === "admin")?.id ?? 0;
  key = await admin("POST", `accounts/${account}/keys`, {});
});

afterAll(async () => {
  await dispatcher.close();
  await soarkit.kill();
  await data.remove();
});

for (let round = 1; round <= rounds; round += 1) {
  it(`kill -9 of the hub while a report of a megabyte is submitted, ${round} of ${rounds}: it is there whole or not at all, and once when it is submitted again`, async () => {
    const external = `RESILIENT${round}`;
    const named = Array.from({ length: hosts }, (_, index) => `host-${index}.round-${round}.chaos.example.org`);
    const reportBody = named.map((host) => `${host} ${"was seen in the log of the proxy, ".repeat(60)}`).join("\n");
    const report = { title: `Round ${round}`, reportBody, externalTrackingId: external, enclaveIds: [enclave] };
    let ask = await client();
    const sent = ask("POST", "reports", report).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, Math.floor((latestKill * (round - 1)) / rounds + (Math.random() * latestKill) / rounds)));
    await soarkit.kill();
    const answer = await sent;
    await dispatcher.close();
    await start();
    ask = await client();

    const stored = await ask("GET", `reports/${external}?idType=external`);
    // An answer is a promise; without one both is right, but never a part.
    if (answer?.status === 200) expect(stored.status).toBe(200);
    const indicators = async (): Promise<number> => (JSON.parse((await ask("GET", `reports/${external}/indicators?idType=external&pageSize=1000`)).text) as Items).totalElements;
    const search = async (term: string): Promise<number> => (JSON.parse((await ask("POST", "indicators/search", { searchTerm: term })).text) as Items).totalElements;
    const again = await ask("POST", "reports", report);
    if (stored.status === 200) {
      expect(JSON.parse(stored.text)).toMatchObject({ reportBody, externalTrackingId: external, enclaveIds: [enclave] });
      expect(again.status).toBe(400);
      expect(again.text).toContain(external);
    } else {
      expect([stored.status, again.status]).toEqual([404, 200]);
    }
    expect(await indicators()).toBe(hosts);
    expect(await search(`round-${round}.chaos`)).toBe(hosts);
    const reports = JSON.parse((await ask("GET", `reports?from=0&to=${Date.now() + 60_000}&enclaveIds=${enclave}`)).text) as Items;
    expect(reports.items.filter(({ externalTrackingId }) => externalTrackingId === external)).toHaveLength(1);
  });
}
