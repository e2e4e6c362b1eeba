import { defineThreatSearcher, found, hit, succeed, textProperty } from "@soarkit/app-sdk";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { IntegrationServer } from "../server.js";
import { SoarRig } from "../test-support/soar-rig.js";
import { testAppWith, testFunction } from "../test-support/test-app.js";

const until = { timeout: 30_000, interval: 20 };

describe("the threat service while the SOAR platform is away", () => {
  let rig: SoarRig;
  let searches: number;
  beforeEach(async () => {
    searches = 0;
    rig = await new SoarRig().start();
    rig.configLines = ["[webserver]", "server = 127.0.0.1", "port = 0", "[custom_threat_service]", "[fn_test]"];
  });
  afterEach(() => rig.stop());

  function serverWithBoth(): IntegrationServer {
    const searcher = defineThreatSearcher({
      path: "test",
      types: ["net.ip"],
      search: (lookups) => {
        searches += lookups.length;
        return Promise.resolve(lookups.map(({ texts }) => found(hit(textProperty("Value", texts[0])))));
      },
    });
    return rig.server([testAppWith([testFunction("count", "repeat", () => succeed("done"))], [], "test-app", [searcher])]);
  }

  async function hitsOf(server: IntegrationServer, value: string): Promise<unknown> {
    const [service] = server.status().threatService?.services ?? [];
    const answer = await fetch(service?.url ?? "", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ type: "net.ip", value }) });
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { hits: { props: { value: unknown }[] }[] }).hits.map(({ props }) => props[0]?.value);
  }

  const answered = (correlation: string) => vi.waitFor(() => { expect(rig.finals(correlation)[0]?.results).toMatchObject({ success: true, content: "done" }); }, until);

  it("answers from the start, and its server connects when the platform is there", { timeout: 60_000 }, async () => {
    await rig.stopRest();
    await rig.stopBroker();
    rig.call("count", { test_value: "x" }, 1);
    const server = serverWithBoth();
    const starting = server.start();
    await vi.waitFor(() => { expect(server.status().threatService?.port).toBeGreaterThan(0); }, until);
    expect(await hitsOf(server, "1.1.1.1")).toEqual(["1.1.1.1"]);
    await starting;
    expect(server.status()).toMatchObject({ state: "connecting", connected: false });
    expect(await hitsOf(server, "1.1.1.2")).toEqual(["1.1.1.2"]);
    await rig.startBroker();
    await rig.startRest();
    await server.ready;
    await answered("invid:1");
    expect([await hitsOf(server, "1.1.1.1"), await hitsOf(server, "1.1.1.3")]).toEqual([["1.1.1.1"], ["1.1.1.3"]]);
    expect(searches).toBe(3);
  });

  it("goes on when the platform goes, and functions are answered when it is back", { timeout: 60_000 }, async () => {
    const server = serverWithBoth();
    await server.start();
    await server.ready;
    await rig.stopBroker();
    await rig.stopRest();
    await vi.waitFor(() => { expect(server.status().connected).toBe(false); }, until);
    expect(await hitsOf(server, "1.1.1.1")).toEqual(["1.1.1.1"]);
    rig.call("count", { test_value: "x" }, 1);
    await rig.startRest();
    await rig.startBroker();
    await answered("invid:1");
    expect([await hitsOf(server, "1.1.1.1"), await hitsOf(server, "1.1.1.2")]).toEqual([["1.1.1.1"], ["1.1.1.2"]]);
    expect(searches).toBe(2);
  });
});
