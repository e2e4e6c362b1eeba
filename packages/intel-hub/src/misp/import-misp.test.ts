import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readReport, startTestHub, type TestHub } from "../hub.test-kit.js";

let kit: TestHub;
beforeEach(async () => {
  kit = await startTestHub();
  kit.hub.accounts.setLocalAdminToken("local-token-of-the-test");
});
afterEach(() => kit.stop());

const source = "ESET malware-ioc";

interface Found {
  readonly indicator: string;
  readonly type: string;
  readonly campaign: string;
}

async function search(query: string, size = 5_000): Promise<Found[]> {
  const answer = await kit.send("GET", `/api/hub/indicators?${new URLSearchParams({ query, size: String(size) }).toString()}`, { authorization: "Bearer local-token-of-the-test" });
  expect(answer.status).toBe(200);
  return JSON.parse(answer.body) as Found[];
}

describe("the twelve real reports", () => {
  it.each([
    ["backdoordiplomacy", 67, { md5: 22, sha1: 22, sha256: 22, link: 1 }, 0, 0],
    ["cloudmensis", 22, { malware: 2, file_name: 2, md5: 3, sha1: 3, sha256: 3 }, 8, 1],
    ["gelsemium", 154, { md5: 51, sha1: 51, sha256: 51, link: 1 }, 0, 0],
    ["machete", 396, { md5: 104, sha1: 104, sha256: 104, malware: 7, file_name: 56, domain: 3, url: 12, ip: 6 }, 0, 0],
    ["oceanlotus", 9, { malware: 1, domain: 3, uri_path: 1, file_path: 3, sha1: 1 }, 0, 0],
    ["powerpool", 18, { sha1: 5, malware: 7, domain: 4, ip: 1, url: 1 }, 0, 0],
    ["ramsay", 81, { md5: 17, sha1: 17, sha256: 17, malware: 10, cve: 2, file_path: 10, file_name: 8 }, 0, 0],
    ["signsight", 13, { file_name: 3, sha1: 5, domain: 2, url: 2, link: 1, malware: 3 }, 0, 0],
    ["telebots", 95, { link: 16, domain: 3, ip: 9, md5: 15, sha1: 36, sha256: 15 }, 1, 0],
    ["turla", 12, { file_path: 2, file_name: 2, sha1: 4, registry_key: 3, url: 1 }, 0, 0],
    ["winnti", 22, { sha1: 11, url: 5, domain: 2, malware: 4 }, 0, 0],
    ["xdspy", 71, { sha1: 13, malware: 11, file_path: 12, file_name: 2, domain: 29, ip: 3, link: 1 }, 0, 0],
  ])("%s: %d attributes land whole, and loading it again adds nothing", async (name, attributes, counts, skipped, repeated) => {
    const document = await readReport(name);
    const first = await kit.hub.importMisp(document, { source });
    const values = Object.values(counts).reduce((sum: number, count) => sum + count, 0);
    expect(first).toMatchObject({ attributes, stored: values, duplicates: repeated });
    expect(first.counts).toEqual(counts);
    expect(first.skipped).toHaveLength(skipped);

    const second = await kit.hub.importMisp(document, { source });
    expect(second).toMatchObject({ stored: 0, duplicates: values + repeated });
    expect(second.counts).toEqual(counts);

    const stored = await search("confidence>=0");
    expect(stored).toHaveLength(values);
  });

  it("keep every hash, address and host under its own type and value", async () => {
    const types: Readonly<Record<string, string>> = { md5: "md5", sha1: "sha1", sha256: "sha256", "ip-dst": "ip", domain: "domain", hostname: "domain" };
    for (const name of ["machete", "xdspy", "telebots", "ramsay"]) {
      const document = (await readReport(name)) as { response: { Event: { info: string; Attribute: { type: string; value: string }[] } }[] };
      await kit.hub.importMisp(document, { source });
      const { info, Attribute } = document.response[0]!.Event;
      const stored = new Set((await search("confidence>=0")).filter(({ campaign }) => campaign === info).map(({ type, indicator }) => `${type} ${indicator}`));
      const wanted = Attribute.filter(({ type }) => type in types).map(({ type, value }) => `${types[type]!} ${value.trim().toLowerCase()}`);
      expect(wanted.length).toBeGreaterThan(30);
      expect(wanted.filter((value) => !stored.has(value))).toEqual([]);
    }
  });

  it("tell actor, campaign, feed, source and TLP with each value", async () => {
    await kit.hub.importMisp(await readReport("machete"), { source });
    await kit.hub.importMisp(await readReport("telebots"), { source });
    expect(await search("value='142.44.236.15'")).toMatchObject([{ type: "ip", itype: "mal_ip", confidence: 50, severity: "high", tlp: "TLP:AMBER", actor: "El Machete", campaign: "Machete just got sharper", feed_name: "ESET", source }]);
    const control = await search("value='93.190.137.212'");
    expect(control).toMatchObject([{ itype: "c2_ip", confidence: 75, severity: "medium", tlp: "TLP:WHITE", actor: "TeleBots", feed_name: "CIRCL", classification: "public" }]);
    expect(control[0]).toHaveProperty("detail", expect.stringContaining("C&C Server"));
  });

  it("mark the pages they refer to as nothing to act against", async () => {
    await kit.hub.importMisp(await readReport("powerpool"), { source });
    expect(await search("value contains welivesecurity")).toMatchObject([{ type: "url", itype: "suppress", confidence: 0, severity: "low" }]);
  });
});

describe("a MISP document", () => {
  const event = (attributes: unknown[], more: object = {}): unknown => ({ Event: { uuid: "6d3e9c1e-0000-4000-8000-000000000001", info: "Test – ünïcode 事件", date: "2024-01-02", Attribute: attributes, ...more } });

  it("with broken attributes loads the sound ones and tells the others", async () => {
    const report = await kit.hub.importMisp(event([{ type: "ip-dst", value: "185.1.2.3" }, { type: "ip-dst" }, 17, null, { type: "md5", value: "xyz" }, { type: "sha1", value: "d".repeat(40), deleted: true }, { type: "url", value: "h".repeat(10_000) }]), { source });
    expect(report).toMatchObject({ attributes: 7, stored: 1, counts: { ip: 1 } });
    expect(report.skipped.map(({ reason }) => reason)).toEqual([
      expect.stringContaining("value"),
      expect.stringContaining("cannot be read"),
      expect.stringContaining("cannot be read"),
      "a hash consists of the digits 0-9 and a-f only",
      "deleted in the event",
      "the value is longer than 2,048 characters",
    ]);
    expect(report.skipped[5]?.value.length).toBeLessThan(100);
  });

  it("keeps unicode names and hosts", async () => {
    await kit.hub.importMisp(event([{ type: "filename", value: "Diseño_事.scr" }, { type: "domain", value: "münchen.de" }]), { source });
    expect(await search("value='Diseño_事.scr'")).toMatchObject([{ type: "file_name", campaign: "Test – ünïcode 事件" }]);
    expect(await search("value='münchen.de'")).toMatchObject([{ type: "domain", indicator: "xn--mnchen-3ya.de" }]);
  });

  it("adds only what is new when it grew", async () => {
    const one = { type: "ip-dst", value: "185.1.2.3" };
    await kit.hub.importMisp(event([one]), { source });
    expect(await kit.hub.importMisp(event([one, { type: "domain|ip", value: "evil.com|185.1.2.4" }]), { source })).toMatchObject({ stored: 2, duplicates: 1 });
  });

  it("gives a value's own TLP only where it shares less", async () => {
    const tag = (name: string) => ({ Tag: [{ name }] });
    await kit.hub.importMisp(event([{ type: "ip-dst", value: "185.1.2.3", ...tag("tlp:white") }, { type: "ip-dst", value: "185.1.2.4", ...tag("tlp:amber+strict") }], tag("tlp:green")), { source });
    expect(await search("value='185.1.2.3'")).toMatchObject([{ tlp: "TLP:GREEN" }]);
    expect(await search("value='185.1.2.4'")).toMatchObject([{ tlp: "TLP:RED" }]);
  });

  it.each([[null], [{}], [[]], ["text"], [{ response: [] }], [{ Event: { info: "no uuid", Attribute: [] } }]])("that is none is refused: %j", async (document) => {
    await expect(kit.hub.importMisp(document, { source })).rejects.toMatchObject({ code: "HUB_EVENT_INVALID" });
  });

  it("tells its progress up to the end", async () => {
    const seen: { done: number; total: number }[] = [];
    await kit.hub.importMisp(await readReport("machete"), { source, onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ done: 396, total: 396 });
  });
});
