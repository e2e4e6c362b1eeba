import { mkdtemp, rm } from "node:fs/promises";
import { connect, type ClientHttp2Session, type IncomingHttpHeaders } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { ensureCertificates } from "../certificates/certificates.js";
import { listen } from "../http/listen.js";
import { createHttpServer, type HttpServer } from "../http/server.js";
import { createLogger } from "../logging/logger.js";
import { createMetrics } from "../process/metrics.js";

/** A server that speaks both transports, for a test. */
export interface ConsoleServer {
  readonly server: HttpServer;
  readonly folder: string;
  /** A browser's connection. */
  connect(): ClientHttp2Session;
  port: number;
  ca: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Makes a server with HTTP/2; add routes, then `start()`. */
export async function consoleServer(): Promise<ConsoleServer> {
  const folder = await mkdtemp(join(tmpdir(), "soarkit-console-"));
  const { caPem, certPem, keyPem } = await ensureCertificates(folder, { hosts: [] });
  const log = createLogger({ name: "test", destination: new Writable({ write: (_chunk, _encoding, done) => { done(); } }) }); // prettier-ignore
  const server = createHttpServer({ name: "test", tls: { cert: certPem, key: keyPem }, log, http2: true, metrics: createMetrics() });
  const sessions: ClientHttp2Session[] = [];
  const kit: ConsoleServer = {
    server,
    folder,
    port: 0,
    ca: caPem,
    connect: () => {
      const session = connect(`https://127.0.0.1:${kit.port}`, { ca: caPem });
      session.on("error", () => undefined);
      sessions.push(session);
      return session;
    },
    start: async () => {
      ({ port: kit.port } = await listen(server, { host: "127.0.0.1", port: 0, flag: "--port" }));
    },
    stop: async () => {
      for (const session of sessions) session.destroy();
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
  return kit;
}

/** One request over HTTP/2. */
export async function ask(session: ClientHttp2Session, path: string, headers: Readonly<Record<string, string>> = {}): Promise<{ headers: IncomingHttpHeaders; body: Buffer }> {
  const stream = session.request({ ":path": path, ...headers });
  const answered = new Promise<IncomingHttpHeaders>((resolve, reject) => {
    stream.once("response", resolve);
    stream.once("error", reject);
  });
  stream.end();
  const chunks: Buffer[] = [];
  const received = await answered;
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return { headers: received, body: Buffer.concat(chunks) };
}
