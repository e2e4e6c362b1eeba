import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ActionDTO, ActionInvocationDTO, ActionInvocationResultDTO, ArtifactDTO, Entities, IncidentDTO } from "@soarkit/protocol";
import { readConfigFile, setConfigValues } from "@soarkit/runtime";
import type { SoarClient } from "@soarkit/soar-client";
import { Agent, request } from "undici";
import { afterAll, beforeAll } from "vitest";
import { HoldingProxy } from "./holding-proxy.js";
import { connectTo, notesOf, until } from "./soarkit-client.js";
import { type SoarkitProcess, startSoarkitProcess } from "./soarkit-process.js";
import { tempFolder } from "./temp-folder.js";

const patienceMs = 60_000;

/** A whole Soarkit with a proxy between the TruSTAR app and the hub that sees, and can hold, every call. */
export class TrustarSystem {
  soarkit!: SoarkitProcess;
  client!: SoarClient;
  proxy!: HoldingProxy;
  data!: Awaited<ReturnType<typeof tempFolder>>;
  #proxyFolder!: Awaited<ReturnType<typeof tempFolder>>;
  #hubPort = 0;

  /** @param args - further arguments of `soarkit up` */
  constructor(private readonly args: readonly string[] = []) {}

  /** Starts everything; `change` may set further values of the app's sections first. */
  async start(change: Readonly<Record<string, Readonly<Record<string, string>>>> = {}): Promise<void> {
    this.data = await tempFolder("soarkit-trustar");
    this.#proxyFolder = await tempFolder("soarkit-proxy");
    await this.startSoarkit();
    this.#hubPort = this.soarkit.run.ports.hub ?? 0;
    this.proxy = await HoldingProxy.start(this.#proxyFolder.path, { port: () => this.#hubPort, ca: await readFile(this.soarkit.run.ca_file, "utf8") });
    await this.configure({ trustar: { cafile: this.proxy.caFile, ...change["trustar"] }, ...Object.fromEntries(["trustar_threat_source", "trustar_account_1", "trustar_account_2"].map((section) => [section, { url: `https://127.0.0.1:${this.proxy.port}`, ...change[section] }])) });
  }

  /** Changes `app.config` while Soarkit is stopped. */
  async configure(sections: Readonly<Record<string, Readonly<Record<string, string>>>>, env: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.client.close();
    await this.soarkit.stop();
    const file = this.configFile;
    let text = await readFile(file, "utf8");
    for (const [section, values] of Object.entries(sections)) text = setConfigValues(text, section, values);
    await writeFile(file, text);
    await this.startSoarkit(env);
  }

  /** Starts Soarkit again on its data, as after a kill. */
  async startSoarkit(env: Readonly<Record<string, string>> = {}): Promise<void> {
    // The hub keeps its port over restarts, as it does for people: the proxy in front of it must find it.
    this.soarkit = await startSoarkitProcess(this.data.path, ["--no-samples", "--hub-port", String(this.#hubPort), ...this.args], 120_000, env);
    this.client = await connectTo(this.soarkit.run);
  }

  get configFile(): string {
    return join(this.data.path, "app.config");
  }

  async value(section: string, key: string): Promise<string> {
    return (await readConfigFile(this.configFile)).get(section, key) ?? "";
  }

  async stop(): Promise<void> {
    await this.client.close();
    await this.soarkit.kill();
    await this.proxy.stop();
    await Promise.all([this.data.remove(), this.#proxyFolder.remove()]);
  }

  /** A new incident; in the workspace Demo it is shared by itself. */
  async incident(name: string, more: Readonly<Record<string, unknown>> = {}): Promise<IncidentDTO> {
    return await this.client.post<IncidentDTO>("/incidents", { name, discovered_date: Date.now(), ...more });
  }

  async addArtifact(incidentId: number, type: string, value: string): Promise<ArtifactDTO> {
    const [artifact] = await this.client.post<ArtifactDTO[]>(`/incidents/${incidentId}/artifacts`, { type, value });
    if (artifact === undefined) throw new Error("the platform answered no artifact");
    return artifact;
  }

  async artifacts(incidentId: number): Promise<ArtifactDTO[]> {
    return await this.client.get<ArtifactDTO[]>(`/incidents/${incidentId}/artifacts`, { handleFormat: "names" });
  }

  /** Chooses a menu item of an incident or artifact. */
  async choose(rule: string, incidentId: number, artifactId?: number): Promise<void> {
    const found = (await this.client.get<Entities<ActionDTO>>("/actions")).entities.find((candidate) => candidate.name === rule);
    if (found === undefined) throw new Error(`there is no rule ${rule}`);
    const object = artifactId === undefined ? "" : `/artifacts/${artifactId}`;
    await this.client.post<ActionInvocationResultDTO>(`/incidents/${incidentId}${object}/action_invocations`, { action_id: found.id, properties: {} });
  }

  /** The messages and calls of a rule on an incident, once there are `count` and all have ended. */
  async ended(incidentId: number, rule: string, count = 1): Promise<ActionInvocationDTO[]> {
    return await until(`${count} × ${rule} on incident ${incidentId} ended`, patienceMs, async () => {
      const all = (await this.client.get<Entities<ActionInvocationDTO>>(`/incidents/${incidentId}/action_invocations`)).entities;
      const mine = all.filter((one) => one.kind !== "rule" && one.action?.name === rule);
      return mine.length >= count && mine.every(({ outcome }) => outcome !== "pending") ? mine : undefined;
    });
  }

  async notes(incidentId: number): Promise<string[]> {
    return await notesOf(this.client, incidentId);
  }

  /**
   * Calls of the API since the last look, with ids replaced: `GET reports/RESILIENT{n}?idType=external`. Without logins, health
   * checks and what the threat service asks about new artifacts at any time.
   */
  calls(incidentId?: number): string[] {
    const calls = this.proxy.calls.splice(0).map(({ method, path }) => {
      const readable = decodeURIComponent(path).replace("/api/1.3/", "").replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "{guid}");
      return `${method} ${incidentId === undefined ? readable : readable.replace(`RESILIENT${incidentId}?`, "RESILIENT{n}?")}`;
    });
    return calls.filter((call) => !/oauth|ping|^POST indicators\/metadata/.test(call));
  }

  /** Asks the hub itself, past the app, with an account of the configuration. */
  async hub(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: unknown, section = "trustar_account_2"): Promise<{ status: number; body: unknown }> {
    const dispatcher = new Agent({ connect: { ca: await readFile(this.soarkit.run.ca_file, "utf8") } });
    const base = `https://127.0.0.1:${this.#hubPort}`;
    try {
      const basic = Buffer.from(`${await this.value(section, "user_api_key")}:${await this.value(section, "user_api_secret")}`).toString("base64");
      const login = await request(`${base}/oauth/token?grant_type=client_credentials`, { method: "POST", dispatcher, headers: { authorization: `Basic ${basic}` } });
      const { access_token: token } = (await login.body.json()) as { access_token: string };
      const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
      const answer = await request(`${base}/api/1.3/${path}`, { method, dispatcher, ...json, headers: { ...json.headers, authorization: `Bearer ${token}` } });
      const text = await answer.body.text();
      return { status: answer.statusCode, body: /^[[{"]/.test(text) ? (JSON.parse(text) as unknown) : text };
    } finally {
      await dispatcher.close();
    }
  }

  /** The report of an incident as the hub has it; undefined when there is none. */
  async report(incidentId: number, section = "trustar_account_2"): Promise<{ id: string; title: string; reportBody: string; updated: number; enclaveIds: string[] } | undefined> {
    const { status, body } = await this.hub("GET", `reports/RESILIENT${incidentId}?idType=external`, undefined, section);
    return status === 200 ? (body as { id: string; title: string; reportBody: string; updated: number; enclaveIds: string[] }) : undefined;
  }

  /** Files a foreign report with these words, so that its indicators correlate. */
  async foreignReport(title: string, words: string, section = "trustar_account_2"): Promise<void> {
    const { status, body } = await this.hub("POST", "reports", { title, reportBody: words, timeBegan: Date.now(), distributionType: "ENCLAVE", enclaveIds: [await this.value(section, "enclave_ids_for_submission")] }, section);
    if (status !== 200) throw new Error(`the hub answered ${status}: ${JSON.stringify(body)}`);
  }
}

/** A whole Soarkit for TruSTAR for the tests of one file; `change` sets values of the app's sections, `args` are further arguments of `soarkit up`. */
export function useTrustar(change: Readonly<Record<string, Readonly<Record<string, string>>>> = {}, args: readonly string[] = []): TrustarSystem {
  const system = new TrustarSystem(args);
  beforeAll(() => system.start(change), 300_000);
  afterAll(() => system.stop());
  return system;
}
