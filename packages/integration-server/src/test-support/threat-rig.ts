import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AppThreatSearcher } from "@soarkit/app-sdk";
import { createLogger, parseConfigText } from "@soarkit/runtime";
import { afterEach } from "vitest";
import { AppRuntime } from "../apps/app-runtime.js";
import { readThreatServiceSettings } from "../threat-service/settings.js";
import { ThreatService } from "../threat-service/threat-service.js";
import { testAppWith } from "./test-app.js";

/** An answer of the service. */
export interface ThreatAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly id?: string | null; readonly hits?: unknown[]; readonly retry_secs?: number; readonly upload_file?: boolean; readonly message?: string; readonly code?: string };
}

/** A threat service on a port of its own, with searchers of a test. */
export class ThreatRig {
  service!: ThreatService;
  #runtime!: AppRuntime;

  constructor(
    readonly dataDir: string,
    readonly searchers: readonly AppThreatSearcher[],
    readonly settings: Readonly<Record<string, string>>,
  ) {}

  async start(): Promise<this> {
    const own = Object.entries(this.settings).map(([key, value]) => `${key} = ${value}`);
    const config = parseConfigText(["[webserver]", "server = 127.0.0.1", "port = 0", "[custom_threat_service]", ...own, "[fn_test]"].join("\n"), "app.config");
    const sources = { config, env: {} };
    const settings = await readThreatServiceSettings(sources);
    if (settings === undefined) throw new Error("no settings");
    const app = testAppWith([], [], "test-app", this.searchers);
    this.#runtime = new AppRuntime(app, sources);
    this.service = new ThreatService({ settings, configFile: "app.config", dataDir: this.dataDir, runtimes: new Map([[app.name, this.#runtime]]), log: createLogger({ name: "test", level: "silent" }) });
    await this.service.start();
    return this;
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.#runtime.close();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.service.status().port}${path}`;
  }

  async ask(method: string, path: string, options: { readonly json?: unknown; readonly body?: string | FormData; readonly headers?: Record<string, string> } = {}): Promise<ThreatAnswer> {
    const json = options.json === undefined ? {} : { body: JSON.stringify(options.json), headers: { "content-type": "application/json", ...options.headers } };
    const answer = await fetch(this.url(path), { method, redirect: "manual", ...(options.body !== undefined && { body: options.body }), ...(options.headers && { headers: options.headers }), ...json });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: (text === "" ? {} : JSON.parse(text)) as ThreatAnswer["body"] };
  }

  post(path: string, artifact: unknown, headers: Record<string, string> = {}): Promise<ThreatAnswer> {
    return this.ask("POST", path, { json: artifact, headers });
  }

  get(path: string, headers: Record<string, string> = {}): Promise<ThreatAnswer> {
    return this.ask("GET", path, { headers });
  }
}

/** Starts threat services for the tests of one file and removes them after each. */
export function useThreatRigs(): (searchers: readonly AppThreatSearcher[], settings?: Readonly<Record<string, string>>) => Promise<ThreatRig> {
  const rigs: ThreatRig[] = [];
  afterEach(async () => {
    for (const rig of rigs.splice(0)) {
      await rig.stop();
      await rm(rig.dataDir, { recursive: true, force: true });
    }
  });
  return async (searchers, settings = {}) => {
    const rig = new ThreatRig(await mkdtemp(join(tmpdir(), "threat-service-")), searchers, settings);
    rigs.push(rig);
    return await rig.start();
  };
}
