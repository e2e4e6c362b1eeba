import { SoarkitError } from "@soarkit/protocol";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { BrokerRig, quietLog, testCertificates, testSecurity, type TestCertificates } from "../test-support/broker-rig.js";
import { MemoryStore } from "../test-support/memory-store.js";
import { StompBroker } from "./broker.js";

const queue = "actions.201.fn_demo";
let certificates: TestCertificates;
let rig: BrokerRig;

beforeAll(async () => {
  certificates = await testCertificates();
});
beforeEach(async () => {
  rig = await new BrokerRig(certificates, { limits: { bodyBytes: 1_000, headerBytes: 500, pendingSends: 2, connectMs: 300 } }).start();
});
afterEach(() => rig.stop());

describe("IBM's Python client", () => {
  it("logs in, subscribes, gets a message, answers, acknowledges and leaves, with the bytes it sends", async () => {
    const client = await rig.open();
    client.bytes("CONNECT\naccept-version:1.2\nheart-beat:0,15000\nhost:127.0.0.1\nlogin:server\npasscode:right\n\n\0");
    const connected = await client.next("CONNECTED");
    expect({ ...connected.headers }).toMatchObject({ version: "1.2", "heart-beat": "10000,0", session: expect.stringMatching(/.+/), server: "soarkit" });
    client.bytes(`SUBSCRIBE\nack:client-individual\nactivemq.prefetchSize:20\ndestination:${queue}\nid:${queue}\n\n\0`);
    const messageId = rig.offer(queue, '{"inputs":{}}', { "reply-to": "/queue/acks.201.fn_demo", "correlation-id": "invid:80" });
    const message = await client.next("MESSAGE");
    expect([message.headers["message-id"], message.headers["subscription"]]).toEqual([messageId, queue]);
    const reply = '{"message_type": 0, "message": "Completed – ok", "complete": true, "results": {}}';
    client.bytes(`ACK\nid:${message.headers["ack"]}\n\n\0`);
    client.bytes(`SEND\ndestination:/queue/acks.201.fn_demo\ncorrelation-id:invid\\c80\ncontent-length:${Buffer.byteLength(reply)}\n\n${reply}\0`);
    client.bytes("DISCONNECT\nreceipt:6f1c\n\n\0");
    await client.next("RECEIPT", { "receipt-id": "6f1c" });
    expect(rig.store.received).toEqual([
      { destination: "acks.201.fn_demo", headers: { "correlation-id": "invid:80" }, body: reply, principal: { id: 7, name: "server" } },
    ]);
    expect(rig.store.left(queue)).toEqual([]);
    await vi.waitFor(() => expect(client.closed).toBe(true));
  });
});

describe("a login", () => {
  it.each([
    ["a wrong password", { login: "server", passcode: "wrong", "accept-version": "1.2" }, "user name or password is not valid"],
    ["no password", { login: "server", "accept-version": "1.2" }, "user name or password is not valid"],
    ["an old STOMP version", { login: "server", passcode: "right", "accept-version": "1.0,1.1" }, "Only STOMP 1.2"],
    ["a broken heart-beat", { login: "server", passcode: "right", "accept-version": "1.2", "heart-beat": "fast" }, "heart-beat"],
  ])("with %s is refused with an ERROR and closed", async (_what, headers, text) => {
    const client = await rig.open();
    client.frame("CONNECT", headers);
    const error = await client.next("ERROR");
    expect(error.headers["message"]).toContain(text);
    await vi.waitFor(() => expect(client.closed).toBe(true));
  });

  it("says that the authentication service is away when it is", async () => {
    await rig.stop();
    rig = await new BrokerRig(certificates, { security: { ...testSecurity, authenticate: () => Promise.reject(new Error("database closed")) } }).start();
    const client = await rig.open();
    client.frame("CONNECT", { "accept-version": "1.2", login: "server", passcode: "right" });
    expect((await client.next("ERROR")).headers["message"]).toContain("unable to connect to authentication service");
  });

  it("must come first and in time", async () => {
    const early = await rig.open();
    early.frame("SEND", { destination: "acks.201.x" }, "early");
    expect((await early.next("ERROR")).headers["message"]).toContain("CONNECT");
    const silent = await rig.open();
    await vi.waitFor(() => expect(silent.closed).toBe(true), { timeout: 5_000 });
    expect(rig.store.received).toEqual([]);
  });

  it("may be followed by frames at once, which are looked at after it", async () => {
    const client = await rig.open();
    client.bytes("CONNECT\naccept-version:1.2\nlogin:server\npasscode:right\n\n\0SEND\ndestination:acks.201.x\nreceipt:1\n\nhello\0");
    await client.next("RECEIPT", { "receipt-id": "1" });
    expect(rig.store.received.map(({ body }) => body)).toEqual(["hello"]);
  });

  it("that is taken away ends its links", async () => {
    const client = await rig.login();
    rig.broker.dropPrincipal(8);
    await client.settled();
    rig.broker.dropPrincipal(7);
    await vi.waitFor(() => expect(client.closed).toBe(true));
  });
});

describe("rights", () => {
  it("to read are checked; the link goes on", async () => {
    const client = await rig.login();
    client.frame("SUBSCRIBE", { id: "1", destination: "/queue/actions.202.other", ack: "client", receipt: "r1" });
    const error = await client.next("ERROR");
    expect([error.headers["message"], error.headers["receipt-id"]]).toEqual([expect.stringContaining("is not authorized to read from queue: actions.202.other"), "r1"]);
    expect(error.body.toString()).toContain("is not authorized to read from queue");
    rig.offer("actions.202.other", "secret");
    await client.settled();
    expect(client.frames).toEqual([]);
  });

  it("to write are checked: nothing is stored", async () => {
    const client = await rig.login();
    client.frame("SEND", { destination: "acks.202.other", receipt: "r1" }, "no");
    expect((await client.next("ERROR", { "receipt-id": "r1" })).headers["message"]).toContain("not authorized to write to queue: acks.202.other");
    await client.settled();
    expect(rig.store.received.map(({ body }) => body)).toEqual(["probe"]);
  });
});

describe("a SEND", () => {
  it("gets its receipt when the store has it, and not before", async () => {
    const client = await rig.login();
    let release: () => void = () => undefined;
    rig.store.beforeCall = (what) => (what === "receive" ? new Promise((resolve) => (release = resolve)) : Promise.resolve());
    client.frame("SEND", { destination: "acks.201.x", receipt: "late" }, "one");
    client.frame("SUBSCRIBE", { id: "9", destination: "actions.201.other", receipt: "between" });
    await client.next("RECEIPT", { "receipt-id": "between" });
    expect(client.frames).toEqual([]);
    release();
    await client.next("RECEIPT", { "receipt-id": "late" });
    expect(rig.store.received).toHaveLength(1);
  });

  it("that the store refuses is answered with its reason, and the link goes on", async () => {
    const client = await rig.login();
    rig.store.beforeCall = () => {
      rig.store.beforeCall = () => Promise.resolve();
      return Promise.reject(new SoarkitError("BODY_INVALID", { reason: "no such destination" }));
    };
    client.frame("SEND", { destination: "acks.201.x", receipt: "r" }, "one");
    expect((await client.next("ERROR", { "receipt-id": "r" })).headers["message"]).toContain("no such destination");
    await client.settled();
  });

  it("in a flood waits its turn: more come than may wait, all are stored in order", async () => {
    const client = await rig.login();
    const sent = Array.from({ length: 200 }, (_, index) => `m${index}`);
    let waiting = 0;
    let most = 0;
    rig.store.beforeCall = async () => {
      most = Math.max(most, ++waiting);
      await new Promise(setImmediate);
      waiting--;
    };
    for (const body of sent) {
      client.frame("SEND", { destination: "acks.201.x" }, body);
      if (sent.indexOf(body) % 10 === 0) await new Promise(setImmediate);
    }
    await client.settled();
    expect(rig.store.received.map(({ body }) => body)).toEqual([...sent, "probe"]);
    expect(most).toBeLessThan(200);
  });

  it("still reaches the store when the broker stops", async () => {
    const client = await rig.login();
    let release: () => void = () => undefined;
    let waiting = false;
    rig.store.beforeCall = () =>
      new Promise((resolve) => {
        release = resolve;
        waiting = true;
      });
    client.frame("SEND", { destination: "acks.201.x", receipt: "r" }, "last words");
    await vi.waitFor(() => expect(waiting).toBe(true));
    const stopped = rig.stop();
    release();
    await client.next("RECEIPT", { "receipt-id": "r" });
    await stopped;
    expect(rig.store.received.map(({ body }) => body)).toEqual(["last words"]);
  });
});

describe("a frame that cannot be served", () => {
  it.each([
    ["an unknown command", "HELLO\n\n\0", "Unknown command HELLO"],
    ["BEGIN", "BEGIN\ntransaction:t\n\n\0", "Transactions are not served"],
    ["COMMIT", "COMMIT\ntransaction:t\n\n\0", "Transactions are not served"],
    ["ABORT", "ABORT\ntransaction:t\n\n\0", "Transactions are not served"],
    ["a SEND in a transaction", "SEND\ndestination:acks.201.x\ntransaction:t\n\nx\0", "Transactions are not served"],
    ["an ACK in a transaction", "ACK\nid:1\ntransaction:t\n\n\0", "Transactions are not served"],
    ["ACK without id", "ACK\n\n\0", "needs an id"],
    ["SUBSCRIBE without id", `SUBSCRIBE\ndestination:${queue}\n\n\0`, "needs an id"],
    ["an unknown ack mode", `SUBSCRIBE\nid:1\nack:maybe\ndestination:${queue}\n\n\0`, "auto, client or client-individual"],
    ["a second CONNECT", "CONNECT\naccept-version:1.2\n\n\0", "connected already"],
    ["a header that is too large", `SEND\na:${"x".repeat(600)}\n\n\0`, "larger than 500 bytes"],
    ["a body that is announced too large", "SEND\ndestination:acks.201.x\ncontent-length:1001\n\n", "larger than 1000 bytes"],
    ["a body that grows too large", `SEND\ndestination:acks.201.x\n\n${"x".repeat(1_001)}`, "larger than 1000 bytes"],
    ["something else than STOMP", "GET / HTTP/1.1\r\n\r\n", "not a STOMP 1.2 frame"],
  ])("gets an ERROR that says why and ends the link: %s", async (_what, bytes, text) => {
    const client = await rig.login();
    client.bytes(bytes);
    const error = await client.next("ERROR");
    expect(error.headers["message"]).toContain(text);
    expect(error.body.toString()).toContain(text);
    await vi.waitFor(() => expect(client.closed).toBe(true));
    expect(rig.store.received).toEqual([]);
  });

  it.each([
    ["SEND without destination", "SEND\nreceipt:r\n\nx\0", "destination"],
    ["a topic", "SUBSCRIBE\nid:1\nreceipt:r\ndestination:/topic/actions.201.x\n\n\0", "Topics are not served"],
    ["a wildcard", "SUBSCRIBE\nid:1\nreceipt:r\ndestination:actions.>\n\n\0", "no queue name"],
    ["a selector", `SUBSCRIBE\nid:1\nreceipt:r\ndestination:${queue}\nselector:x=1\n\n\0`, "Selectors"],
  ])("gets an ERROR with its receipt-id, and the link goes on: %s", async (_what, bytes, text) => {
    const client = await rig.login();
    client.bytes(bytes);
    expect((await client.next("ERROR", { "receipt-id": "r" })).headers["message"]).toContain(text);
    await client.settled();
  });

  it("is not the same SUBSCRIBE again: it is answered and nothing is delivered twice", async () => {
    const client = await rig.login();
    for (const receipt of ["a", "b"]) client.frame("SUBSCRIBE", { id: queue, destination: queue, ack: "client-individual", receipt });
    await client.next("RECEIPT", { "receipt-id": "b" });
    rig.offer(queue, "one");
    await client.next("MESSAGE");
    await client.settled();
    expect([client.frames.filter((frame) => frame.command === "MESSAGE"), rig.broker.consumers(queue)]).toEqual([[], 1]);
  });
});

describe("heart-beats", () => {
  it("come as often as the client asked, though nothing happens", async () => {
    const client = await rig.login({ "heart-beat": "0,100" });
    await vi.waitFor(() => expect(client.beats).toBeGreaterThan(3), { timeout: 5_000 });
  });

  it("that were promised and do not come end the link, and its messages are redelivered", async () => {
    const silent = await rig.login({ "heart-beat": "100,0" });
    silent.frame("SUBSCRIBE", { id: queue, destination: queue, ack: "client-individual" });
    rig.offer(queue, "one");
    await silent.next("MESSAGE");
    await vi.waitFor(() => expect(silent.closed).toBe(true), { timeout: 5_000 });
    const next = await rig.login();
    next.frame("SUBSCRIBE", { id: queue, destination: queue, ack: "client-individual" });
    expect((await next.next("MESSAGE")).headers["redelivered"]).toBe("true");
  });

  it("that were not promised are not missed", async () => {
    const quiet = await rig.login({ "heart-beat": "0,0" });
    const beating = await rig.login({ "heart-beat": "0,100" });
    await vi.waitFor(() => expect(beating.beats).toBeGreaterThan(5), { timeout: 5_000 });
    await quiet.settled();
    expect(quiet.beats).toBe(0);
  });
});

describe("the broker's port", () => {
  it("that is taken is named with the flag that chooses another", async () => {
    const { cert, key } = certificates;
    const second = new StompBroker({ host: "127.0.0.1", port: rig.port, flag: "--stomp-port", tls: { cert, key }, store: new MemoryStore(), security: testSecurity, log: quietLog });
    await expect(second.start()).rejects.toMatchObject({ code: "PORT_TAKEN", message: expect.stringContaining("--stomp-port") });
  });

  it("takes no more links than its bound", async () => {
    await rig.stop();
    rig = await new BrokerRig(certificates, { limits: { connections: 1 } }).start();
    const first = await rig.login();
    await expect(rig.login()).rejects.toThrow();
    await first.settled();
    expect(rig.broker.status().connections).toBe(1);
  });

  it("shows a new certificate to new links while old ones go on", async () => {
    const before = await rig.login();
    const renewed = await testCertificates();
    rig.broker.updateCertificates({ cert: renewed.cert, key: renewed.key });
    await expect(rig.login()).rejects.toThrow();
    await before.settled();
  });

  it("closes with every link, also those that never spoke, and can be closed twice", async () => {
    const client = await rig.login();
    const mute = await rig.open();
    await rig.stop();
    await rig.stop();
    await vi.waitFor(() => expect([client.closed, mute.closed]).toEqual([true, true]));
  });
});
