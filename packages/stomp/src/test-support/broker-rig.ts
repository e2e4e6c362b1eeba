import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger, ensureCertificates, type Logger } from "@soarkit/runtime";
import { StompBroker } from "../broker/broker.js";
import type { BrokerSecurity } from "../broker/message-store.js";
import type { StompBrokerOptions } from "../broker/options.js";
import { MemoryStore } from "./memory-store.js";
import { RawClient } from "./raw-client.js";

/** Certificates for 127.0.0.1 and localhost from an authority of their own. */
export interface TestCertificates {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Makes certificates in a scratch folder. */
export async function testCertificates(hosts: readonly string[] = ["127.0.0.1"]): Promise<TestCertificates> {
  const folder = await mkdtemp(join(tmpdir(), "soarkit-stomp-"));
  const { caPem, certPem, keyPem } = await ensureCertificates(folder, { hosts });
  await rm(folder, { recursive: true });
  return { ca: caPem, cert: certPem, key: keyPem };
}

export const quietLog: Logger = createLogger({ name: "test", level: "silent" });

/** `server`/`right` may read `actions.201.*` and write `acks.201.*`; nobody else gets in. */
export const testSecurity: BrokerSecurity = {
  authenticate: (login, passcode) => Promise.resolve(login === "server" && passcode === "right" ? { id: 7, name: "server" } : undefined),
  mayRead: (_principal, queue) => Promise.resolve(queue.startsWith("actions.201.")),
  mayWrite: (_principal, queue) => Promise.resolve(queue.startsWith("acks.201.")),
};

/** A broker on a free port with its store; starts and stops as often as a test wants, always on the same port. */
export class BrokerRig {
  readonly store = new MemoryStore();
  #broker: StompBroker | undefined;
  #port = 0;

  constructor(
    readonly certificates: TestCertificates,
    readonly options: Partial<StompBrokerOptions> = {},
  ) {}

  get broker(): StompBroker {
    if (this.#broker === undefined) throw new Error("the broker is not started");
    return this.#broker;
  }

  get port(): number {
    return this.#port;
  }

  async start(): Promise<this> {
    const { cert, key } = this.certificates;
    this.#broker = new StompBroker({ host: "127.0.0.1", port: this.#port, tls: { cert, key }, store: this.store, security: testSecurity, log: quietLog, ...this.options });
    this.#port = (await this.#broker.start()).port;
    return this;
  }

  async stop(): Promise<void> {
    await this.#broker?.stop();
  }

  login(headers: Record<string, string> = {}): Promise<RawClient> {
    return RawClient.login(this.#port, this.certificates.ca, headers);
  }

  open(): Promise<RawClient> {
    return RawClient.open(this.#port, this.certificates.ca);
  }

  /** Stores a message and tells the broker. */
  offer(queue: string, body: string, headers: Record<string, string> = {}): string {
    const id = this.store.put(queue, body, headers);
    this.#broker?.notify(queue);
    return id;
  }
}
