import { createLogger } from "@soarkit/runtime";
import { connectSoar, type SoarClient } from "@soarkit/soar-client";
import { afterEach, beforeEach } from "vitest";
import { testAuthority } from "./certificate.js";
import { answerLikePlatform, answerLikeStaxx, documentedSettings, importPath, queryPath } from "./documented-answers.js";
import { ReplayServer } from "./replay-server.js";
import { AppRunner, type CallSettings, type Ended } from "./run-app.js";

/** An app between a STAXX and a platform that answer as documented; new ones for each test of a file. */
export class TwoServers {
  staxx!: ReplayServer;
  platform!: ReplayServer;
  soar!: SoarClient;
  app!: AppRunner;

  /** Imports a value, approved at once and with the settings of the document unless told otherwise. */
  file(value = "1.2.3.4", more: Readonly<Record<string, unknown>> = {}, settings: CallSettings = {}): Promise<Ended> {
    return this.app.call("staxx_import", { ...documentedSettings, staxx_indicator: value, ...more }, settings);
  }

  /** Asks for a value. */
  find(value = "1.2.3.4", more: Readonly<Record<string, unknown>> = {}, settings: CallSettings = {}): Promise<Ended> {
    return this.app.call("staxx_query", { staxx_indicator: value, ...more }, settings);
  }

  /** The artifact on which the workflow runs from now on. */
  artifact(type: string, value: string, tags: unknown[] = []): void {
    answerLikePlatform(this.platform, { type, value, tags });
  }

  /** The parameters of an import as they arrived. */
  sent(index = 0): Record<string, unknown> {
    return JSON.parse(new URLSearchParams(this.staxx.to(importPath)[index]?.body).get("import_params") ?? "{}") as Record<string, unknown>;
  }

  /** A query as it arrived. */
  asked(index = 0): Record<string, unknown> {
    return JSON.parse(this.staxx.to(queryPath)[index]?.body ?? "{}") as Record<string, unknown>;
  }
}

/** Starts both servers before each test of a file, and stops them after it. */
export function useTwoServers(): TwoServers {
  const log = createLogger({ name: "test", level: "silent" });
  const servers = new TwoServers();
  beforeEach(async () => {
    servers.staxx = answerLikeStaxx(await new ReplayServer().start());
    servers.platform = answerLikePlatform(await new ReplayServer().start(), { type: "IP Address", value: "1.2.3.4" });
    servers.soar = await connectSoar({ host: "127.0.0.1", port: servers.platform.port, apiKeyId: "id", apiKeySecret: "secret", ca: testAuthority, log });
    servers.app = new AppRunner(servers.staxx, servers.soar, log);
  });
  afterEach(async () => {
    await servers.soar.close();
    await Promise.all([servers.staxx.stop(), servers.platform.stop()]);
  });
  return servers;
}

/** The verdict on the first value of an import. */
export function verdictOf({ result }: Ended): string | undefined {
  return (result.additions["outcome"] as { values: { verdict: string }[] } | undefined)?.values[0]?.verdict;
}
