import { describe, expect, it } from "vitest";
import { isStrictUrl, platformType, trustarType } from "./mapping.js";

describe("artifact types", () => {
  it.each([
    ["EMAIL_ADDRESS", "a@b.example", "Email Sender"], ["IP", "198.51.100.7", "IP Address"], ["MD5", "d41d8cd98f00b204e9800998ecf8427e", "Malware MD5 Hash"], ["SHA1", "x", "Malware SHA-1 Hash"], ["SHA256", "x", "Malware SHA-256 Hash"],
    ["URL", "http://evil.example/a", "URL"], ["URL", "evil.com", "URL String"], ["URL", "http://evil .com", "URL String"], ["MALWARE", "WANNACRY", "Malware Family/Variant"], ["SOFTWARE", "a.exe", "File Name"],
    ["CVE", "CVE-2018-1", "Threat CVE ID"], ["CIDR_BLOCK", "198.51.100.0/24", "Network CIDR Range"], ["REGISTRY_KEY", "HKLM\\x", "TruSTAR REGISTRY_KEY"], ["BITCOIN_ADDRESS", "1x", "TruSTAR BITCOIN_ADDRESS"],
  ])("%s %s becomes %s", (type, value, name) => {
    const choice = platformType(type, value);
    expect(choice.kind === "own" ? choice.type.name : choice.name).toBe(name);
  });

  it("that are made have the documented programmatic names", () => {
    expect(platformType("REGISTRY_KEY", "x")).toMatchObject({ type: { programmaticName: "trustar_registry_key" } });
    expect(platformType("URL", "evil.com")).toMatchObject({ type: { programmaticName: "url_string" } });
    expect(platformType("<b>", "x")).toMatchObject({ type: { programmaticName: "trustar__b_" } });
  });

  it.each([["IP Address", "IP"], ["url string", "URL"], ["URL", "URL"], ["DNS Name", "URL"], ["Email Recipient", "EMAIL_ADDRESS"], ["Registry Key", "REGISTRY_KEY"], ["TruSTAR REGISTRY_KEY", "REGISTRY_KEY"], ["SHA256", "SHA256"], ["Malware Sample", ""], ["", ""]])("%s goes back as %s", (name, type) => {
    expect(trustarType(name)).toBe(type);
  });

  it.each([["http://a.example", true], ["https://198.51.100.7:8080/x?y=1", true], ["http://[2001:db8::1]/", true], ["evil.com", false], ["http://localhost/", false], ["javascript:alert(1)", false], ["http://a.example/<b>", false], ["http://", false]])("%s is a strict URL: %s", (value, strict) => {
    expect(isStrictUrl(value)).toBe(strict);
  });
});
