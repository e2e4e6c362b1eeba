import { SoarkitError } from "@soarkit/protocol";
import type { RunFile } from "@soarkit/runtime";
import type { Readable } from "node:stream";
import { type Agent, type Dispatcher, request } from "undici";
import { localAgent, reachableHost } from "./local-http.js";

/** One line of the hub's answer to an import: progress, the report at the end, or an error. */
export interface HubImportLine {
  kind: "progress" | "report" | "error";
  [member: string]: unknown;
}

/** Talks to the hub of a running Soarkit with the local admin token. */
export class HubAdmin {
  private constructor(
    private readonly base: string,
    private readonly token: string,
    private readonly agent: Agent,
  ) {}

  /** Finds the hub through `run.json`. Throws PART_NOT_RUNNING when the running Soarkit has none. */
  static async open(run: RunFile): Promise<HubAdmin> {
    if (run.ports.hub === undefined) throw new SoarkitError("PART_NOT_RUNNING", { part: "hub" });
    return new HubAdmin(`https://${reachableHost(run.host)}:${run.ports.hub}`, run.admin_token, await localAgent(run));
  }

  /** Imports one MISP event and hands over each line of progress as it comes. */
  async *importEvent(event: unknown, source: string): AsyncGenerator<HubImportLine> {
    const answer = await this.#send("POST", `/api/hub/imports?source=${encodeURIComponent(source)}`, event);
    let rest = "";
    for await (const chunk of answer.body) {
      rest += String(chunk);
      const lines = rest.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line.trim()) yield JSON.parse(line) as HubImportLine;
    }
    if (rest.trim()) yield JSON.parse(rest) as HubImportLine;
  }

  /** The text of an export, with the number of indicators in it and of those left out for their TLP. */
  async export(query: Readonly<Record<string, string>>) {
    const { body, headers } = await this.#send("GET", `/api/hub/export?${new URLSearchParams(query).toString()}`);
    return { total: Number(headers["x-total-count"]), leftOut: Number(headers["x-left-out"]), body };
  }

  /** A GET that answers JSON. */
  async get<T>(path: string): Promise<T> {
    return (await (await this.#send("GET", path)).body.json()) as T;
  }

  /** A POST that answers JSON. */
  async post<T>(path: string, body: unknown = {}): Promise<T> {
    return (await (await this.#send("POST", path, body)).body.json()) as T;
  }

  /** A PUT that answers JSON. */
  async put<T>(path: string, body: unknown): Promise<T> {
    return (await (await this.#send("PUT", path, body)).body.json()) as T;
  }

  /** A DELETE that answers JSON. */
  async delete<T>(path: string): Promise<T> {
    return (await (await this.#send("DELETE", path)).body.json()) as T;
  }

  /** Sends a file as it is and answers JSON. @param size bytes. */
  async upload<T>(path: string, file: Readable, size: number): Promise<T> {
    const answer = await request(`${this.base}${path}`, {
      method: "POST",
      dispatcher: this.agent,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/octet-stream", "content-length": String(size) },
      body: file,
    });
    return (await (await accepted(answer)).body.json()) as T;
  }

  /** Gives a turn at once and whenever something of the topic may have changed, until the hub ends the stream. */
  async *changes(topic: string): AsyncGenerator<void> {
    const answer = await this.#send("GET", `/api/hub/console/events?topics=${encodeURIComponent(topic)}`);
    try {
      yield;
      for await (const _frame of answer.body) yield;
    } finally {
      answer.body.destroy();
    }
  }

  async close(): Promise<void> {
    await this.agent.close();
  }

  async #send(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: unknown) {
    const answer = await request(`${this.base}${path}`, {
      method,
      dispatcher: this.agent,
      headers: { authorization: `Bearer ${this.token}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return accepted(answer);
  }
}

async function accepted(answer: Dispatcher.ResponseData): Promise<Dispatcher.ResponseData> {
  if (answer.statusCode < 400) return answer;
  const text = await answer.body.text();
  throw new SoarkitError("HUB_REFUSED", { status: answer.statusCode, reason: readableReason(text) });
}

function readableReason(text: string): string {
  try {
    const body = JSON.parse(text) as { message?: string };
    return body.message ?? text;
  } catch {
    return text;
  }
}
