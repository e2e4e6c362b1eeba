import type { ServerResponse } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { HttpServer } from "../http/server.js";
import { randomToken } from "../security/secrets-and-ids.js";

/** What changed, without its content: pages fetch again, and are checked again, what they show. */
export interface ConsoleEvent {
  /** `incidents`, `incident:2101`, `approvals`, … */
  readonly topic: string;
  /** Kind of change, such as `note.added`; pages refetch the group before the dot. */
  readonly kind: string;
  readonly id?: number | string;
  /** Who did it, as shown to people. */
  readonly by?: string;
}

/** Bounds of the streams. */
export interface EventStreamsOptions {
  /** Events kept for browsers that come back, default 2,000. */
  readonly keep?: number;
  /** Time between comments that keep proxies awake, milliseconds, default 15,000. */
  readonly commentMs?: number;
  /** Bytes that may wait for a browser that does not read, before its stream is cut; default 1 MiB. */
  readonly waitingBytes?: number;
  /** The clock, milliseconds since the epoch. */
  readonly now?: () => number;
}

/** One open stream. */
export interface OpenStream {
  /** Ends it, for example when the session ends; the browser will come back and be asked who it is. */
  end(): void;
}

/** Whether the reader of a stream belongs to one of these audiences. */
export type MayKnow = (audience: readonly number[]) => boolean;

interface Stream {
  readonly topics: ReadonlySet<string>;
  readonly mayKnow: MayKnow;
  readonly out: ServerResponse;
  readonly timer: NodeJS.Timeout;
}

interface Kept {
  readonly number: number;
  readonly topic: string;
  readonly audience: readonly number[] | undefined;
  readonly frame: string;
}

/**
 * Streams of events (server-sent events) to the pages of a console. A browser that comes back with `Last-Event-ID` gets
 * what it missed, or `event: resync` when that is no longer known. Source: console.md §1.1, §5.7.
 */
export class EventStreams {
  /** Tells this run from earlier ones: their numbers mean nothing here. */
  private readonly run = randomToken(6);
  private readonly streams = new Set<Stream>();
  private readonly kept: Kept[] = [];
  private last = 0;
  private readonly limits: Required<EventStreamsOptions>;

  constructor(options: EventStreamsOptions = {}) {
    this.limits = { keep: 2_000, commentMs: 15_000, waitingBytes: 1024 * 1024, now: Date.now, ...options };
  }

  /** Ends all streams when the server closes; without it `close()` waits for browsers. */
  endWith(server: HttpServer): void {
    server.addHook("preClose", (done) => {
      this.endAll();
      done();
    });
  }

  /**
   * Tells every stream of the topic. Call it after the change is committed. Never throws.
   * @param audience who may know of it, by whatever the server tells its readers apart by; undefined: every reader of the topic.
   */
  publish(event: ConsoleEvent, audience?: readonly number[]): void {
    const number = ++this.last;
    const frame = `id: ${this.run}.${number}\ndata: ${JSON.stringify({ ...event, at: this.limits.now() })}\n\n`;
    const kept = { number, topic: event.topic, audience, frame };
    this.kept.push(kept);
    if (this.kept.length > this.limits.keep) this.kept.shift();
    for (const stream of this.streams) if (isFor(kept, stream)) this.write(stream, frame);
  }

  /**
   * Answers a request with a stream of these topics. The caller has checked that the reader may know of them.
   * @param mayKnow which events with an audience it gets; default all.
   */
  open(request: FastifyRequest, reply: FastifyReply, topics: readonly string[], mayKnow: MayKnow = () => true): OpenStream {
    reply.hijack();
    // `writeHead` of both transports; HTTP/2 forbids `connection`, HTTP/1.1 adds its own.
    const out = reply.raw;
    out.writeHead(200, { ...plainHeaders(reply), "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store", "x-accel-buffering": "no" });
    const timer = setInterval(() => {
      this.write(stream, ":\n\n");
    }, this.limits.commentMs);
    const stream: Stream = { topics: new Set(topics), mayKnow, out, timer };
    this.streams.add(stream);
    const forget = (): void => {
      clearInterval(timer);
      this.streams.delete(stream);
    };
    out.on("close", forget);
    out.on("error", forget);
    this.write(stream, `: live\n\n${this.missed(lastEventId(request), stream)}`);
    return {
      end: () => {
        forget();
        out.end();
      },
    };
  }

  /** Number of open streams. */
  get size(): number {
    return this.streams.size;
  }

  private missed(lastId: string | undefined, stream: Stream): string {
    if (lastId === undefined) return "";
    const [run, text = ""] = lastId.split(".");
    const number = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
    const oldest = this.kept[0]?.number ?? this.last + 1;
    const known = run === this.run && number !== undefined && number <= this.last && number >= oldest - 1;
    if (!known) return `id: ${this.run}.${this.last}\nevent: resync\ndata: {}\n\n`;
    return this.kept.filter((event) => event.number > number && isFor(event, stream)).map(({ frame }) => frame).join(""); // prettier-ignore
  }

  private write(stream: Stream, frame: string): void {
    const { out } = stream;
    if (out.destroyed || out.writableEnded) return;
    if (out.writableLength > this.limits.waitingBytes) out.destroy();
    else out.write(frame);
  }

  private endAll(): void {
    for (const { timer, out } of this.streams) {
      clearInterval(timer);
      out.end();
    }
    this.streams.clear();
  }
}

function isFor({ topic, audience }: Kept, { topics, mayKnow }: Stream): boolean {
  return topics.has(topic) && (audience === undefined || mayKnow(audience));
}

function lastEventId(request: FastifyRequest): string | undefined {
  const id = request.headers["last-event-id"];
  return typeof id === "string" && id !== "" ? id : undefined;
}

function plainHeaders(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]));
}
