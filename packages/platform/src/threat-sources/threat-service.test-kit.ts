import { createServer as createHttp, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo } from "node:net";
import type { ThreatServiceArtifact } from "@soarkit/protocol";
import { afterAll } from "vitest";

/** What a service of a test was asked. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  readonly bytes: Buffer;
  /** Of a look-up. */
  readonly artifact: ThreatServiceArtifact | undefined;
}

/** How it answers; what it does not answer hangs. */
export type Behaviour = (asked: Asked, response: ServerResponse) => unknown;

/** The bytes of the part `file` of a look-up; undefined without one. */
export function filePart(asked: Asked): Buffer | undefined {
  const boundary = /boundary=(.*)$/.exec(String(asked.headers["content-type"]))?.[1] ?? "";
  const part = asked.bytes.toString("latin1").split(`--${boundary}`).find((text) => text.includes('name="file"'));
  if (part === undefined) return undefined;
  return Buffer.from(part.slice(part.indexOf("\r\n\r\n") + 4, -2), "latin1");
}

/** A threat service on loopback that behaves as a test wants. */
export interface TestService {
  readonly url: string;
  readonly asked: Asked[];
  behave: Behaviour;
  /** What it answers to OPTIONS. */
  uploadFile: boolean;
}

const closing: (() => void)[] = [];

/** Starts a service; it ends with the tests of the file. @param tls certificate for HTTPS; default plain HTTP. */
export async function startService(behave: Behaviour, tls?: { cert: string; key: string }): Promise<TestService> {
  const service: { url: string; asked: Asked[]; behave: Behaviour; uploadFile: boolean } = { url: "", asked: [], behave, uploadFile: false };
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const bytes = Buffer.concat(chunks);
      const body = bytes.toString("utf8");
      const asked = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body, bytes, artifact: artifactIn(body) };
      service.asked.push(asked);
      if (asked.method === "OPTIONS") respond(response, 200, { upload_file: service.uploadFile });
      else service.behave(asked, response);
    });
  };
  const server = tls === undefined ? createHttp(listener) : createHttps(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  service.url = `${tls === undefined ? "http" : "https"}://127.0.0.1:${(server.address() as AddressInfo).port}/cts/lab`;
  return service;
}

/** Ends the services of a file. */
export function endServices(): void {
  afterAll(() => closing.splice(0).forEach((close) => close()));
}

/** Answers with JSON. */
export function respond(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** A hit with one property. */
export function hit(value: string): object {
  return { props: [{ type: "string", name: "Verdict", value }] };
}

function artifactIn(body: string): ThreatServiceArtifact | undefined {
  const json = /\{"type".*?\}(?=\r\n--|$)/s.exec(body)?.[0];
  return json === undefined ? undefined : (JSON.parse(json) as ThreatServiceArtifact);
}
