import { X509Certificate } from "node:crypto";
import { stat } from "node:fs/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { BrokerStatus } from "@soarkit/stomp";
import type { PlatformDatabase } from "../database.js";
import type { MessageDestinations } from "../messaging/destinations/destinations.js";
import type { ConnectedServer, Readers } from "../messaging/readers.js";
import type { RecentError, RecentErrors } from "./recent-errors.js";

/** Every how many milliseconds the event loop is looked at. */
const resolution = 20;
const shownErrors = 20;

/** An integration server, connected or seen before. */
export interface SystemServer extends ConnectedServer {
  connected: boolean;
  /** When it was there last; now for one that is connected. */
  last_seen: number;
}

/** How the platform is (console.md §3A.22). */
export interface SystemDTO {
  version: string;
  node: string;
  started: number;
  /** The clock of the server, so that a page can tell its own from it. */
  now: number;
  database_bytes: number;
  memory_bytes: number;
  /** Delay of the event loop since the last look, milliseconds. */
  event_loop_ms: { mean: number; p99: number; max: number };
  integration_servers: SystemServer[];
  scripts: { waiting: number; running: number };
  broker: { connections: number; queues: number; waiting: number; in_flight: number };
  certificates: { until: number; subject: string };
  pages: { streams: number };
  last_errors: RecentError[];
}

/** What the system page is made of. */
export interface SystemDeps {
  readonly database: PlatformDatabase;
  /** The database's file. */
  readonly file: string;
  readonly version: string;
  readonly started: number;
  readonly now: () => number;
  readonly certificate: () => string;
  readonly readers: Pick<Readers, "servers" | "lastSeen">;
  readonly destinations: Pick<MessageDestinations, "states">;
  readonly broker: () => BrokerStatus;
  readonly scripts: () => { waiting: number; running: number };
  readonly streams: () => number;
  readonly errors: RecentErrors;
}

/** Looks at the platform itself. */
export class System {
  readonly #delay = monitorEventLoopDelay({ resolution });

  constructor(private readonly deps: SystemDeps) {
    this.#delay.enable();
  }

  async look(): Promise<SystemDTO> {
    const { deps } = this;
    const broker = deps.broker();
    const states = await deps.destinations.states();
    const certificate = new X509Certificate(deps.certificate());
    return {
      version: deps.version,
      node: process.version,
      started: deps.started,
      now: deps.now(),
      database_bytes: (await sizeOf(deps.file)) + (await sizeOf(`${deps.file}-wal`)),
      memory_bytes: process.memoryUsage.rss(),
      event_loop_ms: this.delay(),
      integration_servers: await this.servers(),
      scripts: deps.scripts(),
      broker: {
        connections: broker.connections,
        queues: states.length,
        waiting: states.reduce((sum, state) => sum + state.depth, 0),
        in_flight: broker.queues.reduce((sum, queue) => sum + queue.inFlight, 0),
      },
      certificates: { until: Date.parse(certificate.validTo), subject: certificate.subject },
      pages: { streams: deps.streams() },
      last_errors: await deps.errors.list(deps.database.db, shownErrors),
    };
  }

  /** Stops measuring. */
  stop(): void {
    this.#delay.disable();
  }

  private delay(): SystemDTO["event_loop_ms"] {
    const milliseconds = (nanoseconds: number): number => (Number.isFinite(nanoseconds) ? Math.max(0, Math.round((nanoseconds / 1e6 - resolution) * 10) / 10) : 0);
    const { mean, max } = this.#delay;
    const measured = { mean: milliseconds(mean), p99: milliseconds(this.#delay.percentile(99)), max: milliseconds(max) };
    this.#delay.reset();
    return measured;
  }

  /** Those connected, then those whose destinations nobody reads any more. */
  private async servers(): Promise<SystemServer[]> {
    const now = this.deps.now();
    const connected = (await this.deps.readers.servers()).map((server) => ({ ...server, connected: true, last_seen: now }));
    const read = new Set(connected.flatMap((server) => server.destinations));
    const gone = new Map<string, SystemServer>();
    for (const [destination, seen] of await this.deps.readers.lastSeen()) {
      if (read.has(destination)) continue;
      const key = `${seen.name} ${seen.host}`;
      const server = gone.get(key) ?? { name: seen.name, host: seen.host, since: seen.at, destinations: [], in_flight: 0, connected: false, last_seen: seen.at };
      gone.set(key, { ...server, destinations: [...server.destinations, destination].sort(), last_seen: Math.max(server.last_seen, seen.at) });
    }
    return [...connected, ...gone.values()];
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}
