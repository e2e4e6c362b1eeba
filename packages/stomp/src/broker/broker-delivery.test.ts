import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { BrokerRig, testCertificates, type TestCertificates } from "../test-support/broker-rig.js";
import type { RawClient } from "../test-support/raw-client.js";

const queue = "actions.201.fn_demo";
let certificates: TestCertificates;
let rig: BrokerRig;

beforeAll(async () => {
  certificates = await testCertificates();
});
beforeEach(async () => {
  rig = await new BrokerRig(certificates, { limits: { nackMs: 10, outgoingBytes: 100_000 } }).start();
});
afterEach(() => rig.stop());

async function reader(headers: Record<string, string> = {}): Promise<RawClient> {
  const client = await rig.login();
  client.frame("SUBSCRIBE", { id: queue, destination: queue, ack: "client-individual", receipt: "subscribed", ...headers });
  await client.next("RECEIPT", { "receipt-id": "subscribed" });
  return client;
}

async function bodies(client: RawClient, count: number): Promise<string[]> {
  const got: string[] = [];
  while (got.length < count) got.push((await client.next("MESSAGE")).body.toString());
  return got;
}

describe("a message", () => {
  it("arrives with the headers that IBM's client reads, the destination with its prefix", async () => {
    const client = await reader();
    const messageId = rig.offer(queue, '{"function":{}}', { "reply-to": "/queue/acks.201.fn_demo", "correlation-id": "invid:80", ack: "forged", destination: "forged" });
    const message = await client.next("MESSAGE");
    expect({ ...message.headers }).toEqual({
      subscription: queue,
      destination: `/queue/${queue}`,
      "message-id": messageId,
      ack: expect.stringMatching(/.+/),
      "reply-to": "/queue/acks.201.fn_demo",
      "correlation-id": "invid:80",
      "content-length": "15",
    });
  });

  it("stored before anybody subscribed is offered at once, and messages come in order", async () => {
    const sent = Array.from({ length: 300 }, (_, index) => `m${index}`);
    for (const body of sent.slice(0, 150)) rig.store.put(queue, body);
    const client = await reader({ "activemq.prefetchSize": "1000" });
    for (const body of sent.slice(150)) rig.offer(queue, body);
    expect(await bodies(client, 300)).toEqual(sent);
  });

  it("is marked in the store before it leaves", async () => {
    let release: (() => void) | undefined;
    rig.store.beforeCall = (what) => (what === "delivering" ? new Promise((resolve) => (release = resolve)) : Promise.resolve());
    const client = await reader();
    rig.offer(queue, "held");
    await vi.waitFor(() => expect(release).toBeDefined());
    await client.settled();
    expect(client.frames).toEqual([]);
    release?.();
    expect((await client.next("MESSAGE")).body.toString()).toBe("held");
    expect(rig.store.marked).toEqual([[1]]);
  });

  it("leaves the store when it is acknowledged, and the receipt of the ACK comes after that", async () => {
    const client = await reader();
    rig.offer(queue, "one");
    const { headers } = await client.next("MESSAGE");
    expect(rig.store.left(queue)).toEqual(["one"]);
    client.frame("ACK", { id: headers["ack"]!, receipt: "acked" });
    await client.next("RECEIPT", { "receipt-id": "acked" });
    expect(rig.store.left(queue)).toEqual([]);
  });

  it("may be acknowledged twice: the second time changes nothing", async () => {
    const client = await reader();
    rig.offer(queue, "one");
    const { headers } = await client.next("MESSAGE");
    for (const receipt of ["first", "second"]) client.frame("ACK", { id: headers["ack"]!, receipt });
    await client.next("RECEIPT", { "receipt-id": "second" });
    rig.offer(queue, "two");
    expect(await bodies(client, 1)).toEqual(["two"]);
  });

  it("is acknowledged by being sent in auto mode", async () => {
    const client = await reader({ ack: "auto" });
    rig.offer(queue, "one");
    expect((await client.next("MESSAGE")).headers["ack"]).toBeUndefined();
    await vi.waitFor(() => expect(rig.store.left(queue)).toEqual([]));
  });

  it("is acknowledged with all before it in client mode", async () => {
    const client = await reader({ ack: "client" });
    for (const body of ["1", "2", "3"]) rig.offer(queue, body);
    await client.next("MESSAGE");
    const second = await client.next("MESSAGE");
    await client.next("MESSAGE");
    client.frame("ACK", { id: second.headers["ack"]!, receipt: "acked" });
    await client.next("RECEIPT", { "receipt-id": "acked" });
    expect(rig.store.left(queue)).toEqual(["3"]);
  });

  it("that is refused comes again later, marked as redelivered", async () => {
    const client = await reader();
    rig.offer(queue, "one");
    const first = await client.next("MESSAGE");
    client.frame("NACK", { id: first.headers["ack"]! });
    const again = await client.next("MESSAGE");
    expect(again.headers["redelivered"]).toBe("true");
    expect(again.headers["message-id"]).toBe(first.headers["message-id"]);
    expect(again.headers["ack"]).not.toBe(first.headers["ack"]);
  });

  it("is acknowledged although the store failed at first", async () => {
    const client = await reader();
    rig.offer(queue, "one");
    const { headers } = await client.next("MESSAGE");
    let failures = 0;
    rig.store.beforeCall = (what) => (what === "acknowledge" && failures++ === 0 ? Promise.reject(new Error("disk full")) : Promise.resolve());
    client.frame("ACK", { id: headers["ack"]!, receipt: "acked" });
    await client.next("RECEIPT", { "receipt-id": "acked" });
    expect([failures, rig.store.left(queue)]).toEqual([2, []]);
  });

  it("is delivered although the store could not mark it at first", async () => {
    let failures = 0;
    rig.store.beforeCall = (what) => (what === "delivering" && failures++ === 0 ? Promise.reject(new Error("busy")) : Promise.resolve());
    const client = await reader();
    rig.offer(queue, "one");
    const message = await client.next("MESSAGE");
    expect([message.body.toString(), message.headers["redelivered"]]).toEqual(["one", undefined]);
  });
});

describe("a lost link", () => {
  it("gives its unacknowledged messages to the next one: same message-id, new ack, redelivered:true; the acknowledged stay away", async () => {
    const first = await reader();
    for (const body of ["1", "2", "3"]) rig.offer(queue, body);
    const got = [await first.next("MESSAGE"), await first.next("MESSAGE"), await first.next("MESSAGE")];
    first.frame("ACK", { id: got[1]!.headers["ack"]! });
    await first.settled();
    first.cut();
    const second = await reader();
    rig.offer(queue, "4");
    const again = [await second.next("MESSAGE"), await second.next("MESSAGE"), await second.next("MESSAGE")];
    expect(again.map((frame) => [frame.body.toString(), frame.headers["message-id"], frame.headers["redelivered"]])).toEqual([
      ["1", got[0]!.headers["message-id"], "true"],
      ["3", got[2]!.headers["message-id"], "true"],
      ["4", expect.any(String), undefined],
    ]);
    expect(new Set([...got, ...again].map((frame) => frame.headers["ack"])).size).toBe(6);
  });

  it("gives them to a consumer that is there already", async () => {
    const first = await reader({ "activemq.prefetchSize": "1" });
    rig.offer(queue, "1");
    await first.next("MESSAGE");
    const second = await reader();
    await second.settled();
    expect(second.frames.filter((frame) => frame.command === "MESSAGE")).toEqual([]);
    first.cut();
    expect((await second.next("MESSAGE")).headers["redelivered"]).toBe("true");
  });

  it("in the middle of a frame loses only that frame", async () => {
    const first = await reader();
    rig.offer(queue, "1");
    const { headers } = await first.next("MESSAGE");
    first.bytes(`ACK\nid:${headers["ack"]}\n`);
    first.cut();
    const second = await reader();
    expect((await second.next("MESSAGE")).headers["redelivered"]).toBe("true");
  });

  it("is no difference between brokers on the same store: a restart keeps messages and their marks", async () => {
    const first = await reader({ "activemq.prefetchSize": "1" });
    rig.offer(queue, "1");
    rig.offer(queue, "2");
    await first.next("MESSAGE");
    await rig.stop();
    await rig.start();
    const second = await reader();
    const got = [await second.next("MESSAGE"), await second.next("MESSAGE")];
    expect(got.map((frame) => [frame.body.toString(), frame.headers["redelivered"]])).toEqual([["1", "true"], ["2", undefined]]);
  });
});

describe("prefetch", () => {
  it.each(["activemq.prefetchSize", "prefetch-count"])("as %s bounds what a consumer has and has not acknowledged", async (header) => {
    const client = await reader({ [header]: "2" });
    for (const body of ["1", "2", "3", "4"]) rig.offer(queue, body);
    const first = await client.next("MESSAGE");
    await client.next("MESSAGE");
    await client.settled();
    expect(client.frames).toEqual([]);
    expect(rig.broker.status().queues).toEqual([{ queue, consumers: 1, inFlight: 2 }]);
    client.frame("ACK", { id: first.headers["ack"]! });
    expect(await bodies(client, 1)).toEqual(["3"]);
    await client.settled();
    expect(client.frames).toEqual([]);
  });

  it("that is no number is refused, and the link goes on", async () => {
    const client = await rig.login();
    client.frame("SUBSCRIBE", { id: "1", destination: queue, "activemq.prefetchSize": "many", receipt: "r" });
    expect((await client.next("ERROR")).headers["message"]).toContain("prefetch");
    await client.settled();
  });
});

describe("several consumers", () => {
  it("share the queue in turn, and no message goes to two", async () => {
    const clients = [await reader({ "activemq.prefetchSize": "100" }), await reader({ "activemq.prefetchSize": "100" })];
    for (let index = 0; index < 60; index++) rig.offer(queue, String(index));
    const got = [await bodies(clients[0]!, 30), await bodies(clients[1]!, 30)];
    for (const client of clients) await client.settled();
    expect(clients.flatMap((client) => client.frames)).toEqual([]);
    expect(got.flat().map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, index) => index));
  });

  it("do not wait for one whose prefetch is used up", async () => {
    const busy = await reader({ "activemq.prefetchSize": "1" });
    const free = await reader({ "activemq.prefetchSize": "100" });
    for (let index = 0; index < 20; index++) rig.offer(queue, String(index));
    expect((await bodies(busy, 1)).length + (await bodies(free, 19)).length).toBe(20);
  });

  it("do not wait for one that takes no data, which is given no more than its bound", async () => {
    const stalled = await reader({ "activemq.prefetchSize": "10000" });
    stalled.stall();
    const fill = "x".repeat(50_000);
    for (let index = 0; index < 500; index++) rig.offer(queue, `${index} ${fill}`);
    const inFlight = (): number => rig.broker.status().queues[0]!.inFlight;
    let last = -1;
    await vi.waitFor(() => {
      const before = last;
      last = inFlight();
      expect([before, last > 0]).toEqual([last, true]);
    });
    expect(last).toBeLessThan(500);
    const quick = await reader({ "activemq.prefetchSize": "10000" });
    await vi.waitFor(() => expect(inFlight()).toBe(500), { timeout: 10_000 });
    stalled.goOn();
    await vi.waitFor(() => expect(stalled.frames.length + quick.frames.length).toBe(500), { timeout: 10_000 });
    const numbers = [...stalled.frames, ...quick.frames].map((frame) => Number(frame.body.toString().split(" ")[0]));
    expect(new Set(numbers).size).toBe(500);
  });
});

describe("a consumer that takes nothing for too long", () => {
  it("is dropped, and the next one gets its messages", async () => {
    await rig.stop();
    rig = await new BrokerRig(certificates, { limits: { outgoingBytes: 100_000, writeMs: 200 } }).start();
    const stalled = await reader({ "activemq.prefetchSize": "10000" });
    stalled.stall();
    const fill = "x".repeat(50_000);
    for (let index = 0; index < 500; index++) rig.store.put(queue, `${index} ${fill}`);
    rig.broker.notify(queue);
    await vi.waitFor(() => expect(rig.broker.status().connections).toBe(0), { timeout: 10_000 });
    const next = await reader({ "activemq.prefetchSize": "1" });
    const message = await next.next("MESSAGE");
    expect([message.body.toString().split(" ")[0], message.headers["redelivered"]]).toEqual(["0", "true"]);
  });
});

describe("an unsubscribed consumer", () => {
  it("gets no more, and can still acknowledge what it has", async () => {
    const client = await reader();
    rig.offer(queue, "1");
    const { headers } = await client.next("MESSAGE");
    client.frame("UNSUBSCRIBE", { id: queue, receipt: "gone" });
    await client.next("RECEIPT", { "receipt-id": "gone" });
    const other = await reader();
    rig.offer(queue, "2");
    expect(await bodies(other, 1)).toEqual(["2"]);
    client.frame("ACK", { id: headers["ack"]!, receipt: "acked" });
    await client.next("RECEIPT", { "receipt-id": "acked" });
    expect(rig.store.left(queue)).toEqual(["2"]);
    expect(client.frames).toEqual([]);
  });

  it("leaves nothing behind in the broker once its messages are settled", async () => {
    const client = await reader();
    rig.offer(queue, "1");
    const { headers } = await client.next("MESSAGE");
    client.frame("ACK", { id: headers["ack"]! });
    client.frame("UNSUBSCRIBE", { id: queue });
    await client.settled();
    await vi.waitFor(() => expect(rig.broker.status()).toEqual({ connections: 1, queues: [] }));
  });
});
