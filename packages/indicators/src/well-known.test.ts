import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalise } from "./normalise.js";
import { indicatorTypes, isHashType, type IndicatorType } from "./types.js";
import { ownLists, wellKnown, wellKnownRemark } from "./well-known.js";
import { wellKnownLists } from "./well-known-lists.js";

const hash = (algorithm: string, content: string | Buffer): string => createHash(algorithm).update(content).digest("hex");

describe("wellKnown", () => {
  it.each<[IndicatorType, string, string]>([
    ["ip", "8.8.8.8", "well-known: the public DNS resolver of Google (list Public DNS resolvers)"],
    ["ip", "2620:fe::fe", "well-known: the public DNS resolver of Quad9 (list Public DNS resolvers)"],
    ["ip", "198.41.0.4", "well-known: the DNS root server a.root-servers.net, which every resolver asks (list DNS root servers)"],
    ["domain", "k.root-servers.net", "well-known: a name of the DNS root servers, which every resolver asks (list DNS root servers)"],
    ["url", "https://dns.google/", "well-known: the public DNS resolver of Google (list Public DNS resolvers)"],
    ["url", "https://8.8.8.8", "well-known: the public DNS resolver of Google (list Public DNS resolvers)"],
    ["domain", "anything.example.com", "well-known: reserved for examples and tests (RFC 2606, RFC 6761); it belongs to nobody (list Reserved example names)"],
    ["url", "http://evil.test/gate.php", "well-known: reserved for examples and tests (RFC 2606, RFC 6761); it belongs to nobody (list Reserved example names)"],
    ["email", "bob@example.org", "well-known: reserved for examples and tests (RFC 2606, RFC 6761); it belongs to nobody (list Reserved example names)"],
    ["url", "http://schemas.microsoft.com/office/2006/01/customui", "well-known: a name that documents carry to name their format; nothing is fetched from it (list Names of document formats)"],
    ["url", "http://www.msftconnecttest.com/connecttest.txt", "well-known: what every Windows machine asks by itself (list Connectivity checks and clocks)"],
    ["domain", "2.debian.pool.ntp.org", "well-known: the public time servers of the NTP pool (list Connectivity checks and clocks)"],
    ["domain", "www.google.com", "well-known: the host of a search engine; a page on it may be malicious, the host is not (list Hosts that everybody uses)"],
    ["md5", "d41d8cd98f00b204e9800998ecf8427e", "well-known: the hash of the empty file (list Hashes of harmless files)"],
    ["sha512", hash("sha512", ""), "well-known: the hash of the empty file (list Hashes of harmless files)"],
    ["sha1", hash("sha1", "\n"), "well-known: the hash of a file with one line feed (list Hashes of harmless files)"],
    ["cidr", "0.0.0.0/0", "well-known: every address there is (list Whole networks)"],
  ])("knows the %s %s", (type, value, remark) => {
    const known = wellKnown(type, value);
    expect(known && wellKnownRemark(known)).toBe(remark);
  });

  it.each<[IndicatorType, string]>([
    ["ip", "8.8.8.9"],
    ["ip", "185.225.19.4"],
    ["domain", "evil-example.com"],
    ["domain", "google.com.evil.net"],
    ["domain", "sites.google.com"],
    ["url", "https://drive.google.com/uc?id=1"],
    ["url", "https://github.com/evil/dropper"],
    ["url", "https://dns.google.evil.net"],
    ["email", "bob@gmail.com"],
    ["sha256", hash("md5", "")],
    ["md5", hash("md5", "malware")],
    ["domain", ""],
    ["url", "not a url"],
  ])("leaves the %s %j alone", (type, value) => {
    expect(wellKnown(type, value)).toBeUndefined();
  });

  it("has the published hashes of the EICAR test file right", () => {
    // In two halves, so that no scanner takes this file for the test file.
    const content = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD", "-ANTIVIRUS-TEST-FILE!$H+H*"].join("");
    for (const algorithm of ["md5", "sha1", "sha256"] as const) expect(wellKnown(algorithm, hash(algorithm, content))?.list).toBe("Test files");
  });

  it("holds canonical values only, each once", () => {
    const seen = new Set<string>();
    for (const { type, entries } of wellKnownLists) {
      for (const [, values] of entries()) {
        for (const value of values) {
          expect(seen.has(value), value).toBe(false);
          seen.add(value);
          if (type === "domain" && !value.includes(".")) continue;
          const [own, rest] = type === "other" ? [value.slice(0, value.indexOf(" ")) as IndicatorType, value.slice(value.indexOf(" ") + 1)] : [type, value];
          expect(normalise(own, rest), value).toEqual({ ok: true, value: rest });
          if (type === "other" && isHashType(own)) expect(wellKnown(own, rest)).toBeDefined();
        }
      }
    }
    expect(ownLists().reduce((sum, { entries }) => sum + entries, 0)).toBe(seen.size);
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.constantFrom(...indicatorTypes), fc.string({ unit: "binary", maxLength: 200 }), (type, value) => void wellKnown(type, value)));
  });
});
