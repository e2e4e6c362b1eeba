import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalise } from "./normalise.js";
import { indicatorTypes } from "./types.js";

const value = (type: Parameters<typeof normalise>[0], text: string): string | undefined => {
  const result = normalise(type, text);
  return result.ok ? result.value : undefined;
};

describe("normalise", () => {
  it.each([
    ["ip", " 1[.]2.3.4 ", "1.2.3.4"],
    ["ip", "2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
    ["ip", "[2001:db8::1]", "2001:db8::1"],
    ["ip", "::ffff:1.2.3.4", "1.2.3.4"],
    ["cidr", "10.1.2.3/8", "10.0.0.0/8"],
    ["cidr", "2001:db8::5/32", "2001:db8::/32"],
    ["domain", "Evil[.]COM.", "evil.com"],
    ["domain", "münchen.de", "xn--mnchen-3ya.de"],
    ["domain", "_dmarc.example.org", "_dmarc.example.org"],
    ["url", "HXXP://Evil.COM:80/Path/ä?q=1", "http://evil.com/Path/%C3%A4?q=1"],
    ["url", "http://münchen.de/", "http://xn--mnchen-3ya.de/"],
    ["url", "http://adtiomtardecessd.zapto.org", "http://adtiomtardecessd.zapto.org"],
    ["email", "Erika <Erika.M@Example.ORG>", "erika.m@example.org"],
    ["email", "mailto:a[at]b[.]example[.]com", "a@b.example.com"],
    ["md5", "D41D8CD98F00B204E9800998ECF8427E", "d41d8cd98f00b204e9800998ecf8427e"],
    ["mac", "00-1A-2B-3C-4D-5E", "00:1a:2b:3c:4d:5e"],
    ["mac", "001a.2b3c.4d5e", "00:1a:2b:3c:4d:5e"],
    ["cve", "cve-2017-0199", "CVE-2017-0199"],
    ["asn", "as64500", "AS64500"],
    ["file_path", "C:\\A\\b.EXE", "C:\\A\\b.EXE"],
  ] as const)("brings the %s %j into the form %j", (type, given, wanted) => {
    expect(value(type, given)).toBe(wanted);
  });

  it.each([
    ["ip", "999.1.1.1"],
    ["ip", "1.2.3"],
    ["ip", "0x7f.1"],
    ["ip", "01.2.3.4"],
    ["ip", "fe80::1%eth0"],
    ["cidr", "1.2.3.4/33"],
    ["domain", "localhost"],
    ["domain", "1.2.3.4"],
    ["domain", "a..b"],
    ["domain", "-a.example.com"],
    ["url", "evil.com/path"],
    ["url", "http://"],
    ["email", "a b@example.com"],
    ["email", "@example.com"],
    ["md5", "xyz"],
    ["mac", "00:1a-2b:3c:4d:5e"],
  ] as const)("refuses as %s: %j", (type, given) => {
    expect(normalise(type, given).ok).toBe(false);
  });

  it("says how many digits a hash must have", () => {
    expect(normalise("sha256", "abc")).toEqual({ ok: false, reason: "a SHA-256 hash has 64 hexadecimal digits, this has 3" });
  });

  it("never throws, and changes nothing the second time", () => {
    const texts = fc.oneof(fc.string({ unit: "binary" }), fc.webUrl(), fc.emailAddress(), fc.domain(), fc.ipV4(), fc.ipV6(), fc.string({ unit: fc.constantFrom("a", "A", "1", ".", ":", "/", "[", "]", "@", "-", "_", "%", "ü", "\\", " ") }));
    fc.assert(
      fc.property(fc.constantFrom(...indicatorTypes), texts, (type, text) => {
        const once = normalise(type, text);
        if (once.ok) expect(normalise(type, once.value)).toEqual(once);
      }),
      { numRuns: 3_000 },
    );
  });
});
