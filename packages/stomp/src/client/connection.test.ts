import { createServer, type AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { createLogger } from "@soarkit/runtime";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { BrokerRig, quietLog, testCertificates, testSecurity, type TestCertificates } from "../test-support/broker-rig.js";
import { CuttingProxy } from "../test-support/cutting-proxy.js";
import { StompConnection } from "./connection.js";
import type { ConnectionStatus, IncomingMessage, StompConnectionOptions } from "./options.js";

const queue = "actions.201.fn_demo";
let certificates: TestCertificates;
let rig: BrokerRig;
let proxy: CuttingProxy;
let port: number;
let connection: StompConnection;
let statuses: ConnectionStatus[];

beforeAll(async () => {
  certificates = await testCertificates();
});
beforeEach(async () => {
  rig = await new BrokerRig(certificates).start();
  proxy = new CuttingProxy(() => rig.port);
  port = await proxy.start();
  connection = make();
});
afterEach(async () => {
  await connection.stop();
  await proxy.stop();
  await rig.stop();
});

function make(options: Partial<StompConnectionOptions> = {}): StompConnection {
  statuses = [];
  const made = new StompConnection({
    host: "127.0.0.1",
    port,
    tls: { ca: certificates.ca, verify: true },
    login: "server",
    passcode: "right",
    reconnect: { first: 20, max: 100 },
    log: quietLog,
    ...options,
  });
  made.onStatus((status) => statuses.push(status));
  return made;
}

/** Subscribes and keeps what comes. */
function collect(from = connection, destination = queue): IncomingMessage[] {
  const messages: IncomingMessage[] = [];
  from.subscribe(destination, 10, (message) => messages.push(message));
  return messages;
}

async function atLeast(messages: readonly IncomingMessage[], count: number): Promise<void> {
  await vi.waitFor(() => expect(messages.length).toBeGreaterThanOrEqual(count), { timeout: 5_000 });
}

async function seen(kind: ConnectionStatus["kind"], times = 1): Promise<ConnectionStatus> {
  await vi.waitFor(() => expect(statuses.filter((status) => status.kind === kind).length).toBeGreaterThanOrEqual(times), { timeout: 5_000 });
  return statuses.filter((status) => status.kind === kind)[times - 1]!;
}

describe("a connection", () => {
  it("gives its messages with what an answer needs", async () => {
    const messages = collect();
    await connection.start();
    const messageId = rig.offer(queue, '{"name":"Zürich"}', { "reply-to": "/queue/acks.201.fn_demo", "correlation-id": "invid:80", Co3ContextToken: "a.b.c" });
    await atLeast(messages, 1);
    expect(messages[0]).toMatchObject({
      destination: queue,
      body: '{"name":"Zürich"}',
      messageId,
      redelivered: false,
      replyTo: "/queue/acks.201.fn_demo",
      correlationId: "invid:80",
      contextToken: "a.b.c",
      link: 1,
    });
    messages[0]!.ack();
    await vi.waitFor(() => expect(rig.store.left(queue)).toEqual([]));
  });

  it("reconnects at once after a lost link, and restores its subscriptions", async () => {
    const messages = collect();
    await connection.start();
    const later = collect(connection, "actions.201.later");
    proxy.cut();
    await seen("connected", 2);
    rig.offer(queue, "one");
    rig.offer("actions.201.later", "two");
    await atLeast(messages, 1);
    await atLeast(later, 1);
    expect(statuses.map(({ kind }) => kind)).toEqual(["connected", "disconnected", "connected"]);
  });

  it("tries on while the broker is away, and connects when it is back", async () => {
    const messages = collect();
    await rig.stop();
    const started = connection.start();
    await vi.waitFor(() => expect(proxy.count).toBeGreaterThan(3), { timeout: 5_000 });
    expect(connection.connected).toBe(false);
    await rig.start();
    await started;
    expect(connection.connected).toBe(true);
    rig.offer(queue, "one");
    await atLeast(messages, 1);
  });

  it("acknowledges only on the link that a message came on", async () => {
    const messages = collect();
    await connection.start();
    rig.offer(queue, "one");
    await atLeast(messages, 1);
    proxy.cut();
    await atLeast(messages, 2);
    messages[0]!.ack();
    await connection.send("acks.201.x", {}, "after the old ack");
    expect(rig.store.left(queue)).toEqual(["one"]);
    expect([messages[1]!.redelivered, messages[1]!.link, messages[1]!.messageId]).toEqual([true, 2, messages[0]!.messageId]);
    messages[1]!.ack();
    await vi.waitFor(() => expect(rig.store.left(queue)).toEqual([]));
  });

  it("hands a refused message back to the broker, which offers it again", async () => {
    await rig.stop();
    rig = await new BrokerRig(certificates, { limits: { nackMs: 10 } }).start();
    const messages = collect();
    await connection.start();
    rig.offer(queue, "one");
    await atLeast(messages, 1);
    messages[0]!.nack();
    messages[0]!.ack();
    await atLeast(messages, 2);
    expect(messages[1]!.redelivered).toBe(true);
  });

  it("gives a silent broker up and connects again", async () => {
    connection = make({ heartbeat: { outgoing: 100, incoming: 100 } });
    const messages = collect();
    await connection.start();
    proxy.freeze();
    expect(await seen("disconnected")).toMatchObject({ reason: expect.stringContaining("silent for three heart-beats") });
    await seen("connected", 2);
    rig.offer(queue, "one");
    await atLeast(messages, 1);
  });

  it("stays up while only heart-beats pass", async () => {
    connection = make({ heartbeat: { outgoing: 100, incoming: 100 } });
    await connection.start();
    const probe = await rig.login({ "heart-beat": "0,100" });
    await vi.waitFor(() => expect(probe.beats).toBeGreaterThan(8), { timeout: 5_000 });
    expect(statuses).toEqual([{ kind: "connected", link: 1 }]);
  });

  it("goes on when a handler or a listener throws", async () => {
    const bodies: string[] = [];
    connection.onStatus(() => {
      throw new Error("listener");
    });
    connection.subscribe(queue, 10, ({ body }) => {
      bodies.push(body);
      throw new Error("handler");
    });
    await connection.start();
    rig.offer(queue, "one");
    rig.offer(queue, "two");
    await vi.waitFor(() => expect(bodies).toEqual(["one", "two"]));
    expect(rig.store.left(queue)).toEqual(["one", "two"]);
  });

  it("gets no more of a queue that it unsubscribed, also after a reconnect", async () => {
    const messages = collect();
    const others = collect(connection, "actions.201.other");
    await connection.start();
    connection.unsubscribe(queue);
    proxy.cut();
    await seen("connected", 2);
    rig.offer(queue, "one");
    rig.offer("actions.201.other", "two");
    await atLeast(others, 1);
    expect([messages, rig.broker.consumers(queue)]).toEqual([[], 0]);
  });

  it("ends a link on which a larger message comes than it takes", async () => {
    connection = make({ bodyLimit: 100 });
    collect();
    await connection.start();
    rig.offer(queue, "x".repeat(101));
    expect(await seen("disconnected")).toMatchObject({ reason: expect.stringContaining("larger than 100 bytes") });
  });

  it("writes its passcode into no log", async () => {
    const lines = new PassThrough();
    let text = "";
    lines.on("data", (chunk: Buffer) => (text += chunk.toString()));
    connection = make({ passcode: "canary-3f9a77", log: createLogger({ name: "test", level: "trace", destination: lines }) });
    void connection.start();
    await seen("refused");
    await vi.waitFor(() => expect(text).toContain("password is not valid"));
    expect(text).not.toContain("canary-3f9a77");
  });
});

describe("send", () => {
  it("resolves only after the receipt", async () => {
    await connection.start();
    let release: (() => void) | undefined;
    rig.store.beforeCall = () => new Promise((resolve) => (release = resolve));
    let done = false;
    const sent = connection.send("/queue/acks.201.fn_demo", { "correlation-id": "invid:80" }, "Größe").then(() => (done = true));
    await vi.waitFor(() => expect(release).toBeDefined());
    expect(done).toBe(false);
    release?.();
    await sent;
    expect(rig.store.received).toMatchObject([{ destination: "acks.201.fn_demo", headers: { "correlation-id": "invid:80" }, body: "Größe" }]);
  });

  it("rejects when there is no link", async () => {
    await expect(connection.send("acks.201.x", {}, "")).rejects.toMatchObject({ code: "STOMP_NOT_CONNECTED" });
  });

  it("rejects when the link is lost before the receipt", async () => {
    await connection.start();
    rig.store.beforeCall = () => new Promise(() => undefined);
    const sent = connection.send("acks.201.x", {}, "one");
    proxy.cut();
    await expect(sent).rejects.toMatchObject({ code: "STOMP_LINK_LOST" });
  });

  it("rejects with the broker's reason when it refuses the message, and the link goes on", async () => {
    await connection.start();
    await expect(connection.send("acks.202.x", {}, "one")).rejects.toMatchObject({ code: "STOMP_SEND_REFUSED", message: expect.stringContaining("not authorized to write") });
    await connection.send("acks.201.x", {}, "two");
    expect(statuses.map(({ kind }) => kind)).toEqual(["connected"]);
  });

  it("rejects when no receipt comes in time", async () => {
    connection = make({ receiptTimeout: 50 });
    await connection.start();
    let release: (() => void) | undefined;
    rig.store.beforeCall = () => new Promise((resolve) => (release = resolve));
    await expect(connection.send("acks.201.x", {}, "one")).rejects.toMatchObject({ code: "STOMP_RECEIPT_MISSING" });
    release?.();
  });

  it("carries a text of several megabytes both ways", async () => {
    const messages = collect();
    await connection.start();
    const large = "ü".repeat(2_500_000);
    await connection.send("acks.201.x", {}, large);
    expect(rig.store.received[0]!.body === large).toBe(true);
    rig.offer(queue, large);
    await atLeast(messages, 1);
    expect(messages[0]!.body === large).toBe(true);
  });
});

describe("a broker that cannot be trusted or used", () => {
  it("with a certificate of another authority is refused, and the reason names cafile", async () => {
    connection = make({ tls: { ca: (await testCertificates()).ca, verify: true } });
    void connection.start();
    expect(await seen("disconnected")).toMatchObject({ reason: expect.stringMatching(/not trusted.*stomp_cafile/) });
    expect(connection.connected).toBe(false);
  });

  it("is refused without any authority, by the system's list", async () => {
    connection = make({ tls: { verify: true } });
    void connection.start();
    expect(await seen("disconnected")).toMatchObject({ reason: expect.stringContaining("not trusted") });
  });

  it("with a certificate for another name is refused, and the reason names stomp_host", async () => {
    connection = make({ tls: { ca: certificates.ca, verify: true, servername: "broker.example" } });
    void connection.start();
    expect(await seen("disconnected")).toMatchObject({ reason: expect.stringMatching(/not made for.*stomp_host/) });
  });

  it("is used unverified only where that is asked for", async () => {
    connection = make({ tls: { verify: false } });
    await connection.start();
    expect(connection.connected).toBe(true);
  });

  it("that refuses the login says why; the connection tries on and gets in when the login is good", async () => {
    let good = false;
    await rig.stop();
    rig = await new BrokerRig(certificates, { security: { ...testSecurity, authenticate: () => Promise.resolve(good ? { id: 1, name: "server" } : undefined) } }).start();
    const started = connection.start();
    expect(await seen("refused")).toMatchObject({ message: expect.stringContaining("password is not valid") });
    expect(await seen("disconnected")).toMatchObject({ reason: expect.stringContaining("password is not valid") });
    good = true;
    await started;
  });

  it("that forbids a queue is told by its name, and the other queues go on", async () => {
    const messages = collect();
    collect(connection, "actions.202.other");
    await connection.start();
    expect(await seen("not_authorized")).toMatchObject({ destination: "actions.202.other" });
    rig.offer(queue, "one");
    await atLeast(messages, 1);
    expect(statuses.map(({ kind }) => kind)).toEqual(["connected", "not_authorized"]);
  });

  it("that accepts and stays silent is given up in time", async () => {
    const mute = createServer((socket) => socket.on("error", () => undefined).resume());
    await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
    connection = make({ port: (mute.address() as AddressInfo).port, connectTimeout: 100 });
    void connection.start();
    expect(await seen("disconnected")).toMatchObject({ reason: expect.stringContaining("did not answer in time") });
    await connection.stop();
    await new Promise((resolve) => mute.close(resolve));
  });

  it("that is not there is named with host and port", async () => {
    await proxy.stop();
    void connection.start();
    expect(await seen("disconnected")).toMatchObject({ reason: expect.stringMatching(new RegExp(`127\\.0\\.0\\.1:${port} cannot be reached.*stomp_port`)) });
  });
});

describe("stop", () => {
  it("disconnects cleanly, may be called again, and gives what is not acknowledged back", async () => {
    const messages = collect();
    await connection.start();
    rig.offer(queue, "one");
    await atLeast(messages, 1);
    await connection.stop();
    await connection.stop();
    expect([connection.connected, rig.broker.status().connections]).toEqual([false, 0]);
    messages[0]!.ack();
    const next = make();
    const again = collect(next);
    await next.start();
    await atLeast(again, 1);
    expect(again[0]!.redelivered).toBe(true);
    await next.stop();
  });

  it("ends a start that never came through", async () => {
    await rig.stop();
    const started = connection.start();
    await seen("disconnected");
    await connection.stop();
    await expect(started).rejects.toMatchObject({ code: "STOMP_NOT_CONNECTED" });
  });

  it("does not wait for a broker that answers no more", async () => {
    await connection.start();
    proxy.freeze();
    await connection.stop();
    expect(connection.connected).toBe(false);
  });
});
