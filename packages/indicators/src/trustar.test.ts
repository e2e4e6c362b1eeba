import { describe, expect, it } from "vitest";
import { extractReportIndicators } from "./trustar-extract.js";
import { fromTrustarType, toTrustarType, trustarTypes } from "./trustar-types.js";

const read = (text: string): string[] => extractReportIndicators(text).found.map(({ type, value }) => `${toTrustarType(type) ?? "none"} ${value}`);

describe("the indicators of a report", () => {
  it.each([
    ["visit www.wefrrtdgwefwef1234.org today", ["URL www.wefrrtdgwefwef1234.org"]],
    ["mail from bob@evil.com", ["EMAIL_ADDRESS bob@evil.com"]],
    ["not_malicious.com and really_not_malicious.net", ["URL not_malicious.com", "URL really_not_malicious.net"]],
    ["1.5.8.7, 10.0.0.4, 127.0.0.1, 172.16.3.4, 192.168.1.1, 0.1.2.3", ["IP 1.5.8.7"]],
    ["224.101.200.255 and 255.250.244.100 and 169.254.1.1", ["IP 224.101.200.255", "IP 255.250.244.100", "IP 169.254.1.1"]],
    ["fe80::1 fd00::1 ::1 2a00:1450:4001::8", ["IP 2a00:1450:4001::8"]],
    ["45.33.2.0/24 and 10.0.0.0/8", ["CIDR_BLOCK 45.33.2.0/24"]],
    ["dropped invoice.exe, HKLM\\Software\\Run\\x", ["SOFTWARE invoice.exe", "REGISTRY_KEY HKLM\\Software\\Run\\x"]],
    ["WannaCry uses EternalBlue, cve-2017-0144", ["MALWARE WANNACRY", "MALWARE ETERNALBLUE", "CVE CVE-2017-0144"]],
    ["https://evil.com/emotet/locky.html", ["URL https://evil.com/emotet/locky.html"]],
    ["pay to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa or 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", ["BITCOIN_ADDRESS 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"]],
    ["hxxps://evil[.]com/a and 45[.]33[.]2[.]79", ["URL https://evil.com/a", "IP 45.33.2.79"]],
  ])("of %j", (text, wanted) => {
    expect(read(text)).toEqual(wanted);
  });

  it("say why a private address is none", () => {
    expect(extractReportIndicators("seen 10.0.0.4 only")).toEqual({ found: [], dropped: [{ type: "ip", value: "10.0.0.4", original: "10.0.0.4", offset: 5, reason: "private address" }] });
  });
});

it("every type of TruSTAR stands for types of ours, and back", () => {
  for (const name of trustarTypes) for (const type of fromTrustarType(name.toLowerCase())) expect(toTrustarType(type)).toBe(name);
  expect(trustarTypes.filter((name) => fromTrustarType(name).length === 0)).toEqual([]);
  expect([fromTrustarType("DOMAIN"), toTrustarType("mutex"), toTrustarType("__proto__")]).toEqual([[], undefined, undefined]);
});
