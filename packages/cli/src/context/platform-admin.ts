import { SoarkitError } from "@soarkit/protocol";
import type { RunFile } from "@soarkit/runtime";
import { type Agent, request } from "undici";
import { ExitError } from "../output/exit.js";
import { localAgent, reachableHost } from "./local-http.js";

/** Talks to the platform of a running Soarkit with the local admin token. */
export class PlatformAdmin {
  private constructor(
    private readonly base: string,
    private readonly token: string,
    private readonly agent: Agent,
  ) {}

  /** Finds the platform through `run.json`. Throws PART_NOT_RUNNING when the running Soarkit has none. */
  static async open(run: RunFile): Promise<PlatformAdmin> {
    if (run.ports.platform === undefined) throw new SoarkitError("PART_NOT_RUNNING", { part: "platform" });
    return new PlatformAdmin(`https://${reachableHost(run.host)}:${run.ports.platform}/rest/orgs/${run.org_id}`, run.admin_token, await localAgent(run));
  }

  /**
   * Sends a call below `/rest/orgs/{org}` and answers its JSON; undefined when there is no such object.
   * @throws ExitError with the platform's own words.
   */
  async call<T>(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: unknown): Promise<T | undefined> {
    const answer = await request(`${this.base}${path}`, {
      method,
      dispatcher: this.agent,
      headers: { authorization: `Bearer ${this.token}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json = (await answer.body.json()) as T & { message?: string };
    if (answer.statusCode === 404) return undefined;
    if (answer.statusCode >= 400) throw new ExitError(1, json.message ?? `The platform answered ${answer.statusCode}.`);
    return json;
  }

  async close(): Promise<void> {
    await this.agent.close();
  }
}
