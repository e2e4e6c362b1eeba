import { describe, expect, it } from "vitest";
import { artifactTypeName, findArtifactType } from "./artifact-types.js";
import { classify } from "./classify.js";
import { allThreatTypes, itypeFor, itypeOfAny } from "./itypes.js";
import { readMispAttribute } from "./misp-types.js";
import { specialUse } from "./special-use.js";
import { narrowerTlp, parseTlp, tlpLabels, tlpRank, toStaxxTlp } from "./tlp.js";
import { staxxTypes } from "./types.js";

describe("itypes", () => {
  it("pairs threat type and value type as Anomali's catalogue does", () => {
    expect(itypeFor("malware", "ip")).toEqual({ itype: "mal_ip", exact: true });
    expect(itypeFor("anonymization", "domain")).toEqual({ itype: "vpn_domain", exact: true });
    expect(itypeFor("p2p", "url")).toEqual({ itype: "torrent_tracker_url", exact: true });
  });

  it("falls back, and says so, where no pair exists", () => {
    expect(itypeFor("adware", "ip")).toEqual({ itype: "suspicious_ip", exact: false });
    expect(itypeFor("ddos", "md5")).toEqual({ itype: "mal_md5", exact: false });
  });

  it("takes the IPv6 twin where there is one", () => {
    expect(itypeFor("apt", "ip", "2001:db8::1").itype).toBe("apt_ipv6");
    expect(itypeFor("anonymization", "ip", "2001:db8::1").itype).toBe("anon_proxy_ipv6");
    expect(itypeFor("fraud", "ip", "2001:db8::1").itype).toBe("fraud_ip");
  });

  it("has an itype for every pair", () => {
    expect(allThreatTypes).toHaveLength(29);
    for (const threat of allThreatTypes) for (const type of staxxTypes) expect(itypeFor(threat, type).itype).toMatch(/^[a-z0-9_]+$/);
  });

  it("names the types that STAXX does not know where Anomali does", () => {
    expect(itypeOfAny("malware", "file_name", "a.exe")).toBe("mal_file_name");
    expect(itypeOfAny("apt", "mutex", "m")).toBe("apt_mutex");
    expect(itypeOfAny("malware", "cve", "CVE-2017-0199")).toBe("");
  });
});

describe("TLP", () => {
  it.each([
    ["tlp:white", "CLEAR"],
    ["TLP:CLEAR", "CLEAR"],
    ["Amber", "AMBER"],
    ["tlp:amber+strict", "AMBER+STRICT"],
    ["TLP: RED", "RED"],
    ["purple", undefined],
  ])("reads %j as %s", (text, label) => {
    expect(parseTlp(text)).toBe(label);
  });

  it("is never widened on the way to STAXX", () => {
    for (const label of tlpLabels) {
      const back = parseTlp(toStaxxTlp(label));
      expect(back === undefined ? -1 : tlpRank(back)).toBeGreaterThanOrEqual(tlpRank(label));
    }
    expect(toStaxxTlp("AMBER+STRICT")).toBe("TLP:RED");
    expect(toStaxxTlp("CLEAR")).toBe("TLP:WHITE");
  });

  it("takes the narrower of two", () => {
    expect(narrowerTlp("GREEN", "AMBER")).toBe("AMBER");
  });
});

describe("classify", () => {
  it.each([
    ["1.2.3.4", "ip"],
    ["1.2.3.0/24", "cidr"],
    ["evil[.]com", "domain"],
    ["transfer.sh", "domain"],
    ["readme.md", "file_name"],
    ["setup.exe", "file_name"],
    ["http://evil.com", "url"],
    ["a@evil.com", "email"],
    ["d41d8cd98f00b204e9800998ecf8427e", "md5"],
    ["00:1a:2b:3c:4d:5e", "mac"],
    ["c:\\a\\b.exe", "file_path"],
    ["/tmp/store", "file_path"],
    ["HKLM\\Software\\x", "registry_key"],
    ["cve-2017-0199", "cve"],
    ["hello world", undefined],
    ["", undefined],
  ])("sees in %j: %s", (value, type) => {
    expect(classify(value)?.type).toBe(type);
  });
});

describe("special-use networks", () => {
  it.each([
    ["10.1.2.3", "private"],
    ["127.0.0.1", "loopback"],
    ["169.254.0.1", "link-local"],
    ["100.64.0.1", "carrier-grade NAT"],
    ["192.0.2.7", "documentation"],
    ["224.0.0.1", "multicast"],
    ["255.255.255.255", "broadcast"],
    ["::ffff:192.168.0.1", "private"],
    ["::1", "loopback"],
    ["fd00::1", "private"],
    ["fe80::1", "link-local"],
    ["2001:db8::1", "documentation"],
    ["ff02::1", "multicast"],
  ])("knows %s as %s", (address, kind) => {
    expect(specialUse(address)?.kind).toBe(kind);
  });

  it.each(["8.8.8.8", "1.2.3.4", "2a00:1450::1", "nonsense", ""])("leaves %j alone", (address) => {
    expect(specialUse(address)).toBeUndefined();
  });
});

describe("artifact types", () => {
  it("are found by id, name and threat-service name", () => {
    expect(findArtifactType(13)?.type).toBe("md5");
    expect(findArtifactType("dns name")?.id).toBe(2);
    expect(findArtifactType("net.mac")?.id).toBe(39);
    expect(findArtifactType("URL String")).toBeUndefined();
  });

  it("are proposed for our types", () => {
    expect(artifactTypeName("ip")).toBe("IP Address");
    expect(artifactTypeName("file_name")).toBe("File Name");
    expect(artifactTypeName("email")).toBe("Email Sender");
    expect(artifactTypeName("asn")).toBe("String");
  });
});

describe("MISP attributes", () => {
  it.each([
    ["filename|sha1", "netapi32.dll|989334094ec5ba8e0e8f2238cdf34d5c57c283f2", ["file_name netapi32.dll", "sha1 989334094ec5ba8e0e8f2238cdf34d5c57c283f2"]],
    ["domain|ip", "evil.com|1.2.3.4", ["domain evil.com", "ip 1.2.3.4"]],
    ["ip-dst|port", "1.2.3.4|443", ["ip 1.2.3.4"]],
    ["filename", "%APPDATA%\\x\\", ["file_path %APPDATA%\\x\\"]],
    ["filename", "Diseño_pptx.scr", ["file_name Diseño_pptx.scr"]],
    ["url", "djcaps.gotdns.ch", ["domain djcaps.gotdns.ch"]],
    ["uri", "/dp/B074WC4NHW/ref", ["uri_path /dp/B074WC4NHW/ref"]],
    ["hostname", "API.telegram.org", ["domain api.telegram.org"]],
    ["sha256", "D41D8CD98F00B204E9800998ECF8427E", ["md5 d41d8cd98f00b204e9800998ecf8427e"]],
  ])("of type %s with %j become %j", (type, value, wanted) => {
    const reading = readMispAttribute({ type, value });
    expect(reading.ok && reading.values.map((found) => `${found.type} ${found.value}`)).toEqual(wanted);
  });

  it("tell a detection name from an object's description", () => {
    expect(readMispAttribute({ type: "text", category: "Antivirus detection", value: "Win32/Agent.SZS" })).toEqual({ ok: true, values: [{ type: "malware", value: "Win32/Agent.SZS" }] });
    expect(readMispAttribute({ type: "text", category: "Antivirus detection", objectRelation: "software", value: "ESET" })).toEqual({ ok: false, reason: "describes its object (software)" });
  });

  it("that name a victim or hold a rule are left out with the reason", () => {
    expect(readMispAttribute({ type: "target-email", value: "me@example.com" })).toEqual({ ok: false, reason: "names a victim, not a threat" });
    expect(readMispAttribute({ type: "yara", value: "rule x {}" })).toEqual({ ok: false, reason: "Soarkit keeps no values of the MISP type yara" });
    expect(readMispAttribute({ type: "constructor", value: "x" }).ok).toBe(false);
  });
});
