import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { artifactTypes } from "./artifact-types.js";
import { prepareForStaxx } from "./staxx.js";

const reason = (artifactType: string, value: string, force = false): string => {
  const result = prepareForStaxx({ artifactType, value, force });
  return result.ok ? `sent as ${result.type} ${result.value}` : result.reason;
};

describe("prepareForStaxx", () => {
  it.each([
    ["IP Address", "1.2.3.4", "ip", "1.2.3.4"],
    ["IP Address", "2A02:0:0::1", "ip", "2a02::1"],
    ["net.ip", "1.2.3.4", "ip", "1.2.3.4"],
    ["DNS Name", "MÜNCHEN.de.", "domain", "xn--mnchen-3ya.de"],
    ["URL", "hxxp://evil[.]com/A b", "url", "http://evil.com/A%20b"],
    ["Email Sender", '"Bob" <Bob@Evil.com>', "email", "bob@evil.com"],
    ["Malware MD5 Hash", "7D2A6F3A5E4B1C0D9E8F7A6B5C4D3E2F", "md5", "7d2a6f3a5e4b1c0d9e8f7a6b5c4d3e2f"],
    ["Malware SHA-256 Hash", "7D2A6F3A5E4B1C0D9E8F7A6B5C4D3E2F1A0B9C8D7D2A6F3A5E4B1C0D9E8F7A6B", "md5", "7d2a6f3a5e4b1c0d9e8f7a6b5c4d3e2f1a0b9c8d7d2a6f3a5e4b1c0d9e8f7a6b"],
    ["String", "evil[.]com", "domain", "evil.com"],
    ["Somebody's own type", "1.2.3.4", "ip", "1.2.3.4"],
  ])("sends the %s %j as %s %j", (artifactType, value, type, canonical) => {
    expect(prepareForStaxx({ artifactType, value })).toEqual({ ok: true, type, value: canonical });
  });

  it("finds an artifact type by its id", () => {
    expect(prepareForStaxx({ artifactType: 1, value: "1.2.3.4" })).toEqual({ ok: true, type: "ip", value: "1.2.3.4" });
    expect(prepareForStaxx({ artifactType: 32, value: "1.2.3.4" }).ok).toBe(false);
  });

  it.each([
    ["IP Address", "  ", "The value is empty"],
    ["IP Address", "1.2.3.4' OR confidence > 0", "STAXX cannot express a quote"],
    ["String", 'x" OR 1', "STAXX cannot express a quote"],
    ["URL", "http://evil.com/it's", "write it as %27"],
    ["DNS Name", "evil\\.com", "STAXX cannot express a backslash"],
    ["String", "evil.com\nother.com", "control characters or line breaks"],
    ["MAC Address", "00:1A:2B:3C:4D:5E", "STAXX does not support MAC addresses"],
    ["String", "00-1a-2b-3c-4d-5e", "STAXX does not support MAC addresses"],
    ["File Path", "c:\\a\\b.exe", "Send the file's hash"],
    ["String", "c:\\a\\b.exe", "Send the file's hash"],
    ["DNS Name", "/usr/bin/x", "Send the file's hash"],
    ["Password", "1.2.3.4", "A password never leaves"],
    ["URL", "http://user:secret@evil.com/", "carries a password"],
    ["IP Address", "8.8.8.8", "the public DNS resolver of Google (list Public DNS resolvers)"],
    ["Malware MD5 Hash", "D41D8CD98F00B204E9800998ECF8427E", "the hash of the empty file"],
    ["IP Address", "192.168.1.1", "private address (192.168.0.0/16)"],
    ["IP Address", "100.64.1.1", "carrier-grade NAT"],
    ["URL", "http://[::1]/x", "loopback"],
    ["DNS Name", "printer.local", "private network"],
    ["DNS Name", "setup.exe", "public top-level domain"],
    ["IP Address", "10.0.0.0/8", "not an IP address"],
    ["IP Address", "evil.com", "not an IP address"],
    ["DNS Name", "localhost", "at least two parts"],
    ["Malware MD5 Hash", "abc", "32 hexadecimal digits"],
    ["Network CIDR Range", "1.2.3.0/24", "no type for networks"],
    ["File Name", "evil.zip", "file's hash"],
    ["Email Recipient", "me@example.com", "your own people"],
    ["String", "CVE-2017-0199", "looks like a cve"],
    ["String", "just words", "the only values STAXX knows"],
  ])("refuses the %s %j and says what to do", (artifactType, value, words) => {
    expect(reason(artifactType, value)).toContain(words);
  });

  it("refuses ten thousand characters", () => {
    expect(reason("String", "a".repeat(10_000))).toContain("longer than 2,048 characters (10,000)");
  });

  it("sends a private address and a recipient when the user insists, but never a password", () => {
    expect(reason("IP Address", "192.168.1.1", true)).toBe("sent as ip 192.168.1.1");
    expect(reason("Email Recipient", "me@corp.local", true)).toBe("sent as email me@corp.local");
    expect(reason("Password", "192.168.1.1", true)).toContain("never leaves");
    expect(reason("URL", "http://a:b@192.168.1.1/", true)).toContain("carries a password");
  });

  it("sends a MAC address or a path, whole, when the user insists, never with a quote, and never in a query", () => {
    expect(reason("MAC Address", "00-1B-44-11-3A-B7", true)).toBe("sent as mac 00:1b:44:11:3a:b7");
    expect(reason("String", "00:1B:44:11:3A:B7", true)).toBe("sent as mac 00:1b:44:11:3a:b7");
    expect(reason("File Path", "C:\\Users\\a b\\Evil.exe", true)).toBe("sent as file_path C:\\Users\\a b\\Evil.exe");
    expect(reason("String", "/usr/bin/evil", true)).toBe("sent as file_path /usr/bin/evil");
    expect(reason("File Path", "C:\\it's.exe", true)).toContain("quote");
    expect(reason("File Path", "C:\\a\nb.exe", true)).toContain("line breaks");
    expect(reason("File Path", "evil.exe", true)).toContain("file's hash");
    expect(reason("Password", "C:\\secret", true)).toContain("never leaves");
    expect(reason("URI Path", "/usr/bin/evil", true)).not.toContain("sent as");
    expect(prepareForStaxx({ artifactType: "File Path", value: "C:\\evil.exe", purpose: "query", force: true }).ok).toBe(false);
  });

  it("may ask about a private address", () => {
    expect(prepareForStaxx({ artifactType: "IP Address", value: "10.0.0.1", purpose: "query" })).toEqual({ ok: true, type: "ip", value: "10.0.0.1" });
  });

  it("lets nothing out that could change a query, and gives the same the second time", () => {
    const types = fc.constantFrom(...artifactTypes.map(({ name }) => name), "own type");
    const texts = fc.oneof(fc.string({ unit: "binary" }), fc.webUrl(), fc.emailAddress(), fc.domain(), fc.ipV4(), fc.string({ unit: fc.constantFrom("a", "B", "1", ".", ":", "/", "[", "]", "@", "'", "\"", "\\", "ü", "<", ">", " ", "\n") }));
    fc.assert(
      fc.property(types, texts, fc.boolean(), (artifactType, value, force) => {
        const result = prepareForStaxx({ artifactType, value, force });
        if (!result.ok) {
          expect(result.reason).toMatch(/[a-z]/);
          return;
        }
        expect(result.value).toMatch(/^[\x20-\x7e]+$/);
        expect(result.value).not.toMatch(result.type === "file_path" ? /['"]/ : /['"\\]/);
        expect(prepareForStaxx({ artifactType, value: result.value, force })).toEqual(result);
      }),
      { numRuns: 3_000 },
    );
  });
});
