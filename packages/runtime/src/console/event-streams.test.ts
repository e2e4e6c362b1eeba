import { once } from "node:events";
import type { ClientHttp2Session, ClientHttp2Stream } from "node:http2";
import { get } from "node:https";
import { afterEach, describe, expect, it, vi } from "vitest";
import { consoleServer, type ConsoleServer } from "./console.test-kit.js";
import { EventStreams, type EventStreamsOptions } from "./event-streams.js";

let kit: ConsoleServer;
let events: EventStreams;
afterEach(() => kit.stop());

async function start(options: EventStreamsOptions = {}): Promise<void> {
  kit = await consoleServer();
  events = new EventStreams({ now: () => 1_000, ...options });
  events.endWith(kit.server);
  kit.server.get("/events", async (request, reply) => {
    events.open(request, reply, (request.query as { topics: string }).topics.split(","));
    await reply;
  });
  await kit.start();
}

/** A browser's stream: gathers text and waits until it holds a mark. */
class Reader {
  text = "";
  readonly stream: ClientHttp2Stream;

  constructor(session: ClientHttp2Session, topics: string, lastId?: string) {
    this.stream = session.request({ ":path": `/events?topics=${topics}`, ...(lastId === undefined ? {} : { "last-event-id": lastId }) });
    this.stream.setEncoding("utf8");
    this.stream.on("data", (part: string) => (this.text += part));
    this.stream.on("error", () => undefined);
  }

  async has(mark: string): Promise<this> {
    while (!this.text.includes(mark)) await once(this.stream, "data");
    return this;
  }

  get lastId(): string {
    return [...this.text.matchAll(/^id: (.+)$/gm)].at(-1)?.[1] ?? "";
  }
}

describe("a stream of events", () => {
  it("carries the topics it was opened for, without content beyond the event's own", async () => {
    await start();
    const reader = await new Reader(kit.connect(), "incidents,incident:7").has(": live");
    events.publish({ topic: "incident:8", kind: "note.added", id: 1 });
    events.publish({ topic: "incident:7", kind: "note.added", id: 2, by: "A. Lindqvist" });
    await reader.has("note.added");
    expect(reader.text).toContain('data: {"topic":"incident:7","kind":"note.added","id":2,"by":"A. Lindqvist","at":1000}');
    expect(reader.text).not.toContain("incident:8");
  });

  it("gives a browser that comes back what it missed, once", async () => {
    await start();
    const session = kit.connect();
    const first = await new Reader(session, "a").has(": live");
    events.publish({ topic: "a", kind: "x.one" });
    const { lastId } = await first.has("x.one");
    first.stream.close();
    events.publish({ topic: "a", kind: "x.two" });
    events.publish({ topic: "b", kind: "x.other" });
    const second = await new Reader(session, "a", lastId).has("x.two");
    expect(second.text).not.toContain("x.one");
    expect(second.text).not.toContain("x.other");
    expect(second.text).not.toContain("resync");
  });

  it("says resync when what was missed is not known any more", async () => {
    await start({ keep: 2 });
    const session = kit.connect();
    const first = await new Reader(session, "a").has(": live");
    events.publish({ topic: "a", kind: "x.one" });
    const { lastId } = await first.has("x.one");
    for (const kind of ["x.two", "x.three", "x.four"]) events.publish({ topic: "a", kind });
    const late = await new Reader(session, "a", lastId).has("event: resync");
    expect(late.text).not.toContain("x.four");
    await new Reader(session, "a", late.lastId).has(": live");
    await new Reader(session, "a", "otherrun.1").has("event: resync");
    await new Reader(session, "a", "nonsense").has("event: resync");
  });

  it("keeps proxies awake with comments", async () => {
    await start({ commentMs: 5 });
    await new Reader(kit.connect(), "a").has(":\n\n:\n\n");
  });

  it("works for HTTP/1.1 clients too", async () => {
    await start();
    const request = get({ host: "127.0.0.1", port: kit.port, path: "/events?topics=a", ca: kit.ca, agent: false });
    const [answer] = (await once(request, "response")) as [NodeJS.ReadableStream & { headers: Record<string, string> }];
    await once(answer, "data");
    events.publish({ topic: "a", kind: "x.one" });
    const [chunk] = (await once(answer, "data")) as [Buffer];
    expect(String(chunk)).toContain("x.one");
    expect(answer.headers["content-type"]).toBe("text/event-stream; charset=utf-8");
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  });

  it("is forgotten when the browser goes, and ends when the server closes", async () => {
    await start();
    const session = kit.connect();
    const gone = await new Reader(session, "a").has(": live");
    const stays = await new Reader(session, "a").has(": live");
    expect(events.size).toBe(2);
    gone.stream.close();
    await vi.waitFor(() => {
      expect(events.size).toBe(1);
    });
    events.publish({ topic: "a", kind: "x.one" });
    await stays.has("x.one");
    const ended = once(stays.stream, "end");
    await Promise.all([kit.server.close(), ended, once(session, "close")]);
    expect(events.size).toBe(0);
  });
});
