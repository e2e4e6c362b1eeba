import type { IndicatorType } from "@soarkit/indicators";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameUuid, uuidOf } from "./ids.js";
import { patternOf } from "./patterns.js";

describe("a pattern", () => {
  const types = ["domain", "url", "file_name", "file_path", "registry_key", "mutex", "user_agent", "email_subject", "crypto_wallet", "fingerprint", "certificate"] as const satisfies readonly IndicatorType[];

  it("is one string that no value can leave", () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.string({ unit: "binary", minLength: 1 }), (type, value) => {
        const outside = patternOf(type, value).replaceAll(/'(?:[^'\\]|\\[\\'])*'/gs, "");
        expect(outside).toMatch(/^\[[\w:.-]+ = (?: AND [\w:.-]+ = )?\]$/);
      }),
    );
  });

  it.each([
    ["ip", "2001:db8::1", "[ipv6-addr:value = '2001:db8::1']"],
    ["cidr", "198.51.100.0/24", "[ipv4-addr:value = '198.51.100.0/24']"],
    ["sha256", "ab".repeat(32), `[file:hashes.'SHA-256' = '${"ab".repeat(32)}']`],
    ["file_path", "C:\\Users\\o'neil\\x.exe", "[file:name = 'x.exe' AND file:parent_directory_ref.path = 'C:\\\\Users\\\\o\\'neil']"],
    ["asn", "AS64500", "[autonomous-system:number = 64500]"],
  ])("of a %s reads as STIX has it", (type, value, pattern) => {
    expect(patternOf(type, value)).toBe(pattern);
  });
});

describe("an id", () => {
  it("is the same for the same name, a uuid of version 5", () => {
    expect(nameUuid("a")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect([nameUuid("a"), nameUuid("b")]).toEqual([nameUuid("a"), expect.not.stringMatching(nameUuid("a"))]);
  });

  it("of a report is the one it came with", () => {
    const uuid = "5cab6f7c-8a4c-4f1e-9f5c-2d6f0a3b1c9d";
    expect([uuidOf(uuid.toUpperCase()), uuidOf(`report--${uuid}`), uuidOf("ticket 7")]).toEqual([uuid, uuid, nameUuid("ticket 7")]);
  });
});
