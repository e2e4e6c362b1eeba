import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePattern } from "./parse-pattern.js";
import { PatternError } from "./pattern-syntax.js";
import { standAlone } from "./stand-alone.js";

const md5 = "aa1d8cd98f00b204e9800998ecf8427e";
const sha256 = "a".repeat(64);

function read(pattern: string): { values: string[]; leftOut: string[] } {
  const { values, leftOut } = standAlone(parsePattern(pattern));
  return { values: values.map(({ type, value }) => `${type} ${value}`), leftOut: leftOut.map(({ type, value }) => `${type} ${value}`) };
}

describe("values of which one sighting fulfils the pattern", () => {
  it.each([
    ["[ipv4-addr:value = '198.51.100.7']", ["ip 198.51.100.7"]],
    ["[ipv6-addr:value='2001:DB8::1']", ["ip 2001:db8::1"]],
    ["[ipv4-addr:value = '198.51.100.0/24']", ["cidr 198.51.100.0/24"]],
    ["[ipv4-addr:value ISSUBSET '198.51.100.0/24']", ["cidr 198.51.100.0/24"]],
    ["[domain-name:value = 'Evil.Example.COM']", ["domain evil.example.com"]],
    ["[url:value = 'http://evil.example.com/A?b=1']", ["url http://evil.example.com/A?b=1"]],
    ["[email-addr:value = 'a@evil.example.com']", ["email a@evil.example.com"]],
    ["[email-message:from_ref.value = 'a@evil.example.com']", ["email a@evil.example.com"]],
    [`[file:hashes.MD5 = '${md5.toUpperCase()}']`, [`md5 ${md5}`]],
    [`[file:hashes.'SHA-256' = '${sha256}']`, [`sha256 ${sha256}`]],
    [`[x509-certificate:hashes.'SHA-256' = '${sha256}']`, [`certificate ${sha256}`]],
    ["[file:name = 'invoice.exe']", ["file_name invoice.exe"]],
    ["[mutex:name = 'Global\\\\x1']", ["mutex Global\\x1"]],
    ["[windows-registry-key:key = 'HKEY_CURRENT_USER\\\\Software\\\\x']", ["registry_key HKEY_CURRENT_USER\\Software\\x"]],
    ["[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = 'bad/1.0']", ["user_agent bad/1.0"]],
    ["[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '198.51.100.7']", ["ip 198.51.100.7"]],
    ["[domain-name:value = 'a.example.com' OR domain-name:value = 'b.example.com']", ["domain a.example.com", "domain b.example.com"]],
    ["[domain-name:value IN ('a.example.com', 'b.example.com')]", ["domain a.example.com", "domain b.example.com"]],
    ["[domain-name:value = 'a.example.com'] OR ([url:value = 'http://b.example.com/'])", ["domain a.example.com", "url http://b.example.com/"]],
    ["[domain-name:value = 'a.example.com'] WITHIN 5 SECONDS", ["domain a.example.com"]],
    ["[domain-name:value LIKE 'a.example.com']", ["domain a.example.com"]],
    ["/* why */ [domain-name:value = 'a.example.com'] // end", ["domain a.example.com"]],
    ["[url:value = 'http://a.example.com/it\\'s']", ["url http://a.example.com/it's"]],
  ])("%s", (pattern, values) => {
    expect(read(pattern)).toEqual({ values, leftOut: [] });
  });

  it("takes a file's hash out of an AND, and leaves its name, which proves nothing alone", () => {
    expect(read(`[file:hashes.MD5 = '${md5}' AND file:hashes.'SHA-256' = '${sha256}']`).values).toEqual([`md5 ${md5}`, `sha256 ${sha256}`]);
    expect(read(`[file:name = 'svchost.exe' AND file:hashes.MD5 = '${md5}']`)).toEqual({ values: [`md5 ${md5}`], leftOut: ["file:name svchost.exe"] });
  });
});

describe("values that prove nothing alone", () => {
  it.each([
    ["[domain-name:value = 'a.example.com' AND ipv4-addr:value = '198.51.100.7']"],
    [`[file:hashes.MD5 = '${md5}' AND domain-name:value = 'a.example.com']`],
    ["[ipv4-addr:value = '198.51.100.7' AND network-traffic:dst_port = 443]"],
    ["[domain-name:value = 'a.example.com'] AND [ipv4-addr:value = '198.51.100.7']"],
    ["[domain-name:value = 'a.example.com'] FOLLOWEDBY [ipv4-addr:value = '198.51.100.7']"],
    ["[domain-name:value = 'a.example.com'] REPEATS 5 TIMES WITHIN 60 SECONDS"],
    ["([domain-name:value = 'a.example.com'] AND [url:value = 'http://b.example.com/']) OR ([domain-name:value = 'c.example.com'] FOLLOWEDBY [url:value = 'http://d.example.com/'])"],
    ["[domain-name:value != 'a.example.com']"],
    ["[domain-name:value NOT = 'a.example.com']"],
    ["[NOT domain-name:value = 'a.example.com']"],
    ["[domain-name:value NOT IN ('a.example.com')]"],
    ["[domain-name:value LIKE '%.example.com']"],
    ["[domain-name:value MATCHES '^a']"],
    ["[EXISTS domain-name:value]"],
    ["[ipv4-addr:value ISSUPERSET '198.51.100.0/24']"],
    ["[x-own:value = 'a']"],
    ["[file:hashes.'SHA3-256' = 'aa']"],
    ["[file:size > 10]"],
  ])("%s", (pattern) => {
    const { values, leftOut } = standAlone(parsePattern(pattern));
    expect(values).toEqual([]);
    expect(leftOut.length).toBeGreaterThan(0);
    for (const { reason } of leftOut) expect(reason.length).toBeGreaterThan(10);
  });

  it("reads NOT before a test as excluding it even beside values that count", () => {
    expect(read("[domain-name:value = 'a.example.com' OR domain-name:value != 'b.example.com']")).toEqual({ values: ["domain a.example.com"], leftOut: ["domain-name:value b.example.com"] });
  });
});

it("ends a value with the pattern's STOP", () => {
  const { values } = standAlone(parsePattern("[domain-name:value = 'a.example.com'] START t'2026-01-01T00:00:00Z' STOP t'2026-03-01T00:00:00Z'"));
  expect(values).toEqual([{ type: "domain", value: "a.example.com", until: Date.parse("2026-03-01T00:00:00Z") }]);
});

describe("patterns with mistakes", () => {
  it.each([
    ["", 1],
    ["[", 2],
    ["[domain-name:value = 'a.example.com'", 37],
    ["[domain-name:value = 'a]", 22],
    ["[domain-name = 'a']", 14],
    ["[domain-name:value ~ 'a']", 20],
    ["[domain-name:value = a]", 22],
    ["[domain-name:value = 'a'] extra", 27],
    [`${"(".repeat(200)}[a:b = 'c']${")".repeat(200)}`, 66],
  ])("%s is refused with the place", (pattern, position) => {
    expect(() => parsePattern(pattern)).toThrow(expect.objectContaining({ position }) as Error);
  });

  it("never fails but with the place of the mistake, whatever the text", () => {
    const words = fc.constantFrom("[", "]", "(", ")", "AND", "OR", "NOT", "FOLLOWEDBY", "=", "IN", "LIKE", "file:name", "file:hashes.'MD5'", "'x'", "t'2026-01-01T00:00:00Z'", "7", "REPEATS", "TIMES", "WITHIN", "SECONDS", ",", "EXISTS", "\u0000");
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.array(words, { maxLength: 40 }).map((list) => list.join(" "))), (text) => {
        try {
          standAlone(parsePattern(text));
        } catch (error) {
          expect(error).toBeInstanceOf(PatternError);
        }
      }),
    );
  });

  it("gives back every value that is written into a pattern, whatever its quotes", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 30 }).filter((text) => text.trim() === text && !/[\\/]/.test(text)), { minLength: 1, maxLength: 20 }), (names) => {
        const pattern = `[${names.map((name) => `mutex:name = '${name.replaceAll(/['\\]/g, "\\$&")}'`).join(" OR ")}]`;
        expect(standAlone(parsePattern(pattern)).values.map(({ value }) => value)).toEqual(names);
      }),
    );
  });
});

it("reads ten thousand values in one pattern", () => {
  const hosts = Array.from({ length: 10_000 }, (_, index) => `h${index}.example.com`);
  expect(read(`[${hosts.map((host) => `domain-name:value = '${host}'`).join(" OR ")}]`).values).toHaveLength(10_000);
});
