import type { IndicatorType } from "@soarkit/indicators";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ListKind, UsedList } from "./list.js";
import { Matcher, type Complaints } from "./matcher.js";
import { isPacked } from "./packed.js";

function list(type: ListKind, entries: readonly string[], types: readonly IndicatorType[] = []): UsedList {
  return { id: type, head: { name: type, description: "", version: "1", type, attributes: [], known: false, left: 0, size: entries.length }, entries, types: new Set(types) };
}

function pack(texts: readonly string[]): { bytes: Uint8Array; offsets: Uint32Array } {
  const encoded = texts.map((text) => Buffer.from(text)).sort((a, b) => Buffer.compare(a, b));
  const offsets = new Uint32Array(encoded.length + 1);
  for (const [index, bytes] of encoded.entries()) offsets[index + 1] = (offsets[index] ?? 0) + bytes.length;
  return { bytes: new Uint8Array(Buffer.concat(encoded)), offsets };
}

const matches = async (lists: readonly UsedList[], type: IndicatorType, value: string): Promise<string[]> => (await Matcher.of(lists, new Map())).match(type, value).map((index) => lists[index]?.id ?? "");

describe("a value", () => {
  const lists = [
    list("string", ["1.2.3.4", "http://a.net/x", "setup.exe"]),
    list("hostname", ["google.com", "co.uk"]),
    list("cidr", ["10.0.0.0/8", "8.8.8.8", "2001:db8::/32", "1.2.3.0/29"]),
    list("substring", ["microsoft", "abc"]),
    list("regex", ["^ab+c$"]),
  ];

  it.each<[IndicatorType, string, string[]]>([
    ["ip", "1.2.3.4", ["string", "cidr"]],
    ["ip", "1.2.3.8", []],
    ["ip", "10.255.0.1", ["cidr"]],
    ["ip", "11.0.0.1", []],
    ["ip", "2001:db8:1::5", ["cidr"]],
    ["ip", "2001:db9::5", []],
    ["cidr", "10.1.0.0/16", ["cidr"]],
    ["cidr", "10.0.0.0/7", []],
    ["url", "http://8.8.8.8/x", ["cidr"]],
    ["domain", "mail.google.com", ["hostname"]],
    ["domain", "evilgoogle.com", []],
    ["domain", "google.com.evil.net", []],
    ["url", "https://www.google.com/a?b=google.net", ["hostname"]],
    ["url", "https://evil.net/google.com", []],
    ["email", "bob@google.com", ["hostname"]],
    ["file_name", "SETUP.exe", ["string"]],
    ["domain", "my-microsoft-login.net", ["substring"]],
    ["mutex", "ABBBC", ["regex"]],
    ["mutex", "ABBBCx", []],
    ["url", "http://a.net/x", ["string"]],
    ["domain", "", []],
  ])("of type %s, %j, stands on %j", async (type, value, wanted) => {
    expect(await matches(lists, type, value)).toEqual(wanted);
  });

  it("is judged only by lists made for its type", async () => {
    expect(await matches([list("hostname", ["google.com"], ["domain"])], "url", "https://google.com/x")).toEqual([]);
    expect(await matches([list("hostname", ["google.com"], ["domain", "url"])], "url", "https://google.com/x")).toEqual(["hostname"]);
  });

  it("is found in a long list exactly when it is there, and a host when a name above it is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.domain(), { minLength: 1, maxLength: 50 }), fc.domain(), async (names, other) => {
        const long: UsedList = { ...list("hostname", []), packed: pack(names) };
        const matcher = await Matcher.of([long], new Map());
        for (const name of names) {
          expect(matcher.match("domain", name)).toEqual([0]);
          expect(matcher.match("domain", `x.${name}`)).toEqual([0]);
        }
        expect(matcher.match("domain", other)).toEqual(names.some((name) => other === name || other.endsWith(`.${name}`)) ? [0] : []);
      }),
      { numRuns: 200 },
    );
    expect(isPacked(pack([]), Buffer.from("a"))).toBe(false);
  });

  it("makes nothing throw", async () => {
    const matcher = await Matcher.of(lists, new Map());
    fc.assert(fc.property(fc.constantFrom<IndicatorType>("ip", "cidr", "url", "domain", "email", "md5"), fc.string({ unit: "binary" }), (type, value) => void matcher.match(type, value)));
  });
});

describe("entries that cannot be used", () => {
  it("are named, and the others count", async () => {
    const complaints: Complaints = new Map();
    await Matcher.of([list("cidr", ["not a network", "10.0.0.0/99", "10.0.0.0/8"]), list("substring", ["ab"]), list("regex", ["(a+)+"])], complaints);
    expect(complaints.get("cidr")).toEqual(['"not a network" is no network', '"10.0.0.0/99" is no network']);
    expect(complaints.get("substring")?.[0]).toContain("shorter than 4 characters");
    expect(complaints.get("regex")?.[0]).toContain("(a+)+ is left out");
  });
});
