import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import { Readable } from "node:stream";
import { rootCertificates, TLSSocket } from "node:tls";
import { threatServiceOptionsSchema, type ThreatServiceArtifact, type ThreatTestDTO } from "@soarkit/protocol";
import { DeadlinePassed, networkFailure, redactText, withDeadline } from "@soarkit/runtime";
import { buildConnector, errors, Pool } from "undici";
import { isCredentialsAnswer, readAnswer, UnreadableAnswer, type ReadAnswer } from "./answer.js";
import type { ThreatSource } from "./threat-source.js";

/** Requests to one source at a time: a slow one holds nobody up but itself. */
export const mostRequests = 16;
/** Time for one request, milliseconds. */
const requestTime = 30_000;
/** Refusals that speak of the moment and not of the artifact: took too long, too early, too many requests (RFC 9110 §15.5.9, RFC 8470, RFC 6585). */
const passing: ReadonlySet<number> = new Set([408, 425, 429]);
/** Time for one request with a file, milliseconds. */
const fileTime = 120_000;
/** Largest answer, bytes. */
const largestAnswer = 1024 * 1024;

/** What a test asks about. */
export const testArtifact: ThreatServiceArtifact = { type: "net.name", value: "localhost" };

/** What became of one request. */
export type Outcome = { readonly status: number | null; readonly ms: number } & (
  | { readonly kind: "final" | "waits"; readonly answer: ReadAnswer }
  /** 4xx: never again. `unauthorized`: not for any artifact, until the credentials are right. */
  | { readonly kind: "refused" | "unauthorized"; readonly reason: string }
  /** Later: not before the seconds that the service asks for, when it does. */
  | { readonly kind: "failed"; readonly reason: string; readonly retrySecs?: number }
);

/** The content of a file artifact. */
export interface FilePart {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** The bytes, anew at every call. */
  open(): Readable;
}

interface Body {
  readonly type: string;
  readonly data: string | { readonly size: number; read(): Readable };
}

interface RawAnswer {
  readonly status: number;
  readonly text: string;
  /** Seconds of the header Retry-After. */
  readonly retrySecs: number | undefined;
}

/** Asks one threat service over connections that stay open. It follows no redirect: 303 means "later" (soar-protocol §5.2). */
export class ServiceClient {
  readonly #pool: Pool;
  readonly #url: URL;
  readonly #headers: Record<string, string>;
  readonly #stopped = new AbortController();
  #tls: ThreatTestDTO["tls"] = null;
  #form: ThreatSource["bodyForm"];
  /** Whether it wants files; undefined until it has said so or something else. */
  #uploadFile: boolean | undefined;

  constructor(
    private readonly source: ThreatSource,
    options: { readonly password: string | undefined; readonly platformCa: string },
  ) {
    this.#url = new URL(source.restUrl);
    this.#form = source.bodyForm;
    setMaxListeners(mostRequests + 10, this.#stopped.signal);
    const { authUser, ca } = source;
    this.#headers = {
      "user-agent": "soarkit",
      accept: "application/json",
      ...(authUser === null ? {} : { authorization: `Basic ${Buffer.from(`${authUser}:${options.password ?? ""}`, "utf8").toString("base64")}` }),
    };
    const connect = buildConnector({ ca: [...rootCertificates, options.platformCa, ...(ca === null ? [] : [ca])], timeout: 10_000 });
    this.#pool = new Pool(this.#url.origin, {
      // Two more than are looked up with at a time: a test need not wait for them.
      connections: mostRequests + 2,
      maxResponseSize: largestAnswer,
      allowH2: false,
      connect: (target, callback) => {
        connect(target, (...result) => {
          // A resumed session has no certificate of its own.
          if (result[1] instanceof TLSSocket && !result[1].isSessionReused()) this.#tls = factsOf(result[1]);
          callback(...result);
        });
      },
    });
  }

  /** Of the last connection; null before the first and over plain HTTP. */
  get tls(): ThreatTestDTO["tls"] {
    return this.#tls;
  }

  /** Whether the service wants the content of file artifacts; false when it does not say (soar-protocol §5.2). */
  async options(): Promise<boolean> {
    let answer: RawAnswer;
    try {
      answer = await this.#send("OPTIONS", this.#url.href, undefined);
    } catch {
      return false;
    }
    this.#uploadFile = answer.status === 200 && wantsFiles(answer.text);
    return this.#uploadFile;
  }

  /** The form of look-ups that the service is known to take. */
  get form(): ThreatSource["bodyForm"] {
    return this.#form;
  }

  /**
   * Asks about an artifact: multipart as the guide has it; a service that refuses that gets bare JSON from then on.
   * @param content of a file artifact: it goes along when the service wants files (soar-protocol §5.2)
   */
  async post(artifact: ThreatServiceArtifact, content?: FilePart): Promise<Outcome> {
    const file = content !== undefined && (this.#uploadFile ?? (await this.options())) ? content : undefined;
    const outcome = await this.#post(artifact, this.#form ?? "multipart", file);
    if (this.#form !== null || outcome.status === null) return this.#confirmed(outcome);
    if (outcome.kind !== "refused") return this.#taken("multipart", outcome);
    if (outcome.status !== 400 && outcome.status !== 415) return outcome;
    const second = await this.#post(artifact, "json");
    return second.kind === "refused" ? outcome : this.#taken("json", second);
  }

  /** Asks about `localhost`, which every threat service answers at once (soar-protocol §5.2). */
  test(): Promise<Outcome> {
    return this.post(testArtifact);
  }

  /** Asks what became of a look-up. */
  get(id: string): Promise<Outcome> {
    const url = new URL(this.#url);
    url.pathname = `${url.pathname.replace(/\/+$/, "")}/${encodeURIComponent(id)}`;
    return this.#ask("GET", url.href, undefined);
  }

  async #post(artifact: ThreatServiceArtifact, form: "multipart" | "json", file?: FilePart): Promise<Outcome> {
    const json = JSON.stringify(artifact);
    const outcome = await this.#ask("POST", this.#url.href, form === "json" ? { type: "application/json", data: json } : multipart(json, file));
    if (outcome.kind !== "waits" || outcome.answer.id !== null) return outcome;
    return { kind: "failed", status: outcome.status, ms: outcome.ms, reason: `It answered ${outcome.status} without an id.` };
  }

  #taken(form: "multipart" | "json", outcome: Outcome): Promise<Outcome> {
    if (outcome.kind === "final" || outcome.kind === "waits") this.#form = form;
    return this.#confirmed(outcome);
  }

  /** A status 500 speaks of credentials only when the test, which never fails otherwise, gets it too. */
  async #confirmed(outcome: Outcome): Promise<Outcome> {
    if (outcome.kind !== "unauthorized" || outcome.status !== 500) return outcome;
    const test = await this.#post(testArtifact, this.#form ?? "multipart");
    return test.kind === "unauthorized" ? outcome : { ...outcome, kind: "failed", reason: "It answered 500." };
  }

  /** Ends every request under way. */
  async close(): Promise<void> {
    this.#stopped.abort(new Error("the threat source was changed or the platform stops"));
    await this.#pool.destroy();
  }

  async #ask(method: "GET" | "POST", url: string, body: Body | undefined): Promise<Outcome> {
    const began = performance.now();
    const since = (): number => Math.round(performance.now() - began);
    let status: number | null = null;
    try {
      const answer = await this.#send(method, url, body);
      status = answer.status;
      return outcomeOf(answer, since(), this.source.authUser !== null);
    } catch (error) {
      return { kind: "failed", status, ms: since(), reason: reasonOf(error, timeFor(body)) };
    }
  }

  async #send(method: "GET" | "POST" | "OPTIONS", url: string, body: Body | undefined): Promise<RawAnswer> {
    return withDeadline(timeFor(body), [this.#stopped.signal], async (signal) => {
      const target = new URL(url);
      const answer = await this.#pool.request({
        method,
        path: `${target.pathname}${target.search}`,
        headers: { ...this.#headers, ...(body === undefined ? {} : { "content-type": body.type }), ...(typeof body?.data === "object" && { "content-length": String(body.data.size) }) },
        body: typeof body?.data === "object" ? body.data.read() : (body?.data ?? null),
        signal,
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      return { status: answer.statusCode, text: await answer.body.text(), retrySecs: secondsIn(answer.headers["retry-after"]) };
    });
  }
}

/** Seconds or a date of RFC 9110 §10.2.3. */
function secondsIn(header: string | string[] | undefined): number | undefined {
  const text = [header].flat()[0]?.trim() ?? "";
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1_000;
  return Number.isNaN(seconds) ? undefined : Math.max(seconds, 0);
}

/** What an answer means (soar-protocol §5.2 "Status handling by the platform"). */
function outcomeOf({ status, text, retrySecs }: RawAnswer, ms: number, withCredentials: boolean): Outcome {
  const at = { status, ms };
  const reason = `It answered ${status}.`;
  if (status === 401) return { ...at, kind: "unauthorized", reason: `It answered 401: ${withCredentials ? "the user or password is not right" : "it asks for a user and password"}.` };
  if (status === 500 && isCredentialsAnswer(text)) {
    return { ...at, kind: "unauthorized", reason: `It answered 500 with an empty id, as rc-cts does when ${withCredentials ? "the user or password is not right, or when it has none" : "it asks for a user and password"}.` };
  }
  if (status >= 500 || status < 200 || passing.has(status)) return { ...at, kind: "failed", reason, ...(retrySecs !== undefined && { retrySecs }) };
  if (status >= 400) return { ...at, kind: "refused", reason };
  return { ...at, kind: status < 300 ? "final" : "waits", answer: readAnswer(text) };
}

function reasonOf(error: unknown, time: number): string {
  if (error instanceof UnreadableAnswer) return capital(`${error.message}.`);
  if (error instanceof DeadlinePassed) return `No answer within ${time / 1000} seconds.`;
  if (error instanceof errors.ResponseExceededMaxSizeError) return `The answer is larger than ${largestAnswer / 1024 / 1024} MB.`;
  const failure = networkFailure(error);
  return failure.kind === "certificate" ? `Its certificate is not trusted: ${redactText(failure.reason)}.` : capital(`${redactText(failure.reason)}.`);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function timeFor(body: Body | undefined): number {
  return typeof body?.data === "object" ? fileTime : requestTime;
}

function wantsFiles(text: string): boolean {
  try {
    return threatServiceOptionsSchema.parse(JSON.parse(text)).upload_file;
  } catch {
    return false;
  }
}

function multipart(json: string, file: FilePart | undefined): Body {
  const boundary = `soarkit-${randomUUID()}`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="artifact"\r\nContent-Type: application/json\r\n\r\n`;
  const type = `multipart/form-data; boundary=${boundary}`;
  const tail = `\r\n--${boundary}--\r\n`;
  if (file === undefined) return { type, data: `${head}${json}${tail}` };
  const name = file.name.replace(/["\\\r\n]/g, "_");
  const before = Buffer.from(`${head}${json}\r\n--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`);
  const after = Buffer.from(tail);
  return { type, data: { size: before.length + file.size + after.length, read: () => Readable.from(joined(before, file, after), { objectMode: false }) } };
}

async function* joined(before: Buffer, file: FilePart, after: Buffer): AsyncGenerator<Buffer> {
  yield before;
  for await (const chunk of file.open()) yield chunk as Buffer;
  yield after;
}

function factsOf(socket: TLSSocket): ThreatTestDTO["tls"] {
  const certificate = socket.getPeerCertificate();
  const name = (of: { CN?: string | string[]; O?: string | string[] } | undefined): string => [of?.CN ?? of?.O ?? ""].flat().join(", ");
  return {
    protocol: socket.getProtocol() ?? "",
    cipher: socket.getCipher().standardName,
    subject: name(certificate.subject),
    issuer: name(certificate.issuer),
    valid_to: Date.parse(certificate.valid_to),
  };
}
