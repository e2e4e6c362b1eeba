import { createAppHttp, ExpectedFailure, type AppHttpOptions, type FunctionContext, type FunctionResult, type Logger, type SoarClient } from "@soarkit/app-sdk";
import { functionMessageSchema, SoarkitError } from "@soarkit/protocol";
import { createStaxxApp } from "../app.js";
import { configSchema, type StaxxConfig } from "../config/config.js";
import type { ReplayServer } from "./replay-server.js";
import { testAuthority } from "./certificate.js";

/** A function's end, with everything that it showed and journalled. */
export interface Ended {
  result: FunctionResult;
  statuses: string[];
  intents: unknown[];
}

/** How a call is made. */
export interface CallSettings {
  config?: Readonly<Record<string, string>>;
  trusted?: boolean;
  timeoutMs?: number;
  /** As configured; default none. */
  proxies?: AppHttpOptions["proxies"];
  inDoubt?: boolean;
  intent?: unknown;
  /** What a person said. */
  decision?: "retry";
  key?: string;
}

/** The configuration for a server on this machine. */
export function configFor(server: ReplayServer, more: Readonly<Record<string, string>> = {}): StaxxConfig {
  return configSchema.parse({ staxx_ip: "127.0.0.1", staxx_port: String(server.port), staxx_user: "admin", staxx_password: "canary-password", read_back_seconds: "0", ...more });
}

/** HTTP that trusts the certificate of the replay servers, or not. */
export function httpFor(settings: CallSettings = {}): ReturnType<typeof createAppHttp> {
  return createAppHttp({ ...(settings.trusted === false ? {} : { ca: testAuthority }), timeoutMs: settings.timeoutMs ?? 10_000, ...(settings.proxies && { proxies: settings.proxies }) });
}

/** One app that calls go to, as an integration server makes them. */
export class AppRunner {
  readonly #app = createStaxxApp();

  constructor(
    readonly server: ReplayServer,
    readonly soar: SoarClient,
    readonly log: Logger,
  ) {}

  /** Runs a function; an expected failure becomes a result as on a server, any other error is thrown. */
  async call(name: string, inputs: Readonly<Record<string, unknown>>, settings: CallSettings = {}): Promise<Ended> {
    const declared = this.#app.functions.find((one) => one.name === name);
    if (declared === undefined) throw new Error(`the app has no function ${name}`);
    const ended: Omit<Ended, "result"> = { statuses: [], intents: [] };
    const http = httpFor(settings);
    const context: FunctionContext = {
      config: configFor(this.server, settings.config),
      soar: this.soar,
      http,
      log: this.log,
      signal: new AbortController().signal,
      status: (text) => {
        ended.statuses.push(text);
        return Promise.resolve();
      },
      key: settings.key ?? "platform/fn_anomali_staxx/invid:80",
      inDoubt: settings.inDoubt ?? false,
      beforeEffect: (intent) => {
        ended.intents.push(intent);
        return Promise.resolve();
      },
      intent: settings.intent,
      decision: settings.decision,
      message: functionMessageSchema.parse({ function: { name }, inputs, workflow_instance: { workflow_instance_id: 80 } }),
      incidentUrl: undefined,
    };
    try {
      return { ...ended, result: await declared.run(inputs, context) };
    } catch (error) {
      if (error instanceof ExpectedFailure) return { ...ended, result: { success: false, reason: error.message, content: null, additions: error.additions } };
      if (error instanceof SoarkitError && error.code !== "EFFECT_UNKNOWN") return { ...ended, result: { success: false, reason: error.message, content: null, additions: {} } };
      throw error;
    } finally {
      await http.close();
    }
  }
}
