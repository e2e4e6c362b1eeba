import { describe, expect, it } from "vitest";
import { readDeepLink } from "./deep-link.js";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

describe("a link of a note", () => {
  it.each([
    ["6F0C6A52-4c0e-4b53-9f57-2f6e8a1d7c11", { kind: "report", id: "6f0c6a52-4c0e-4b53-9f57-2f6e8a1d7c11" }],
    [base64("IP%7C45.33.2.79"), { kind: "indicator", value: "45.33.2.79" }],
    [base64("IP|45.33.2.79"), { kind: "indicator", value: "45.33.2.79" }],
    [base64("URL%7Chttp://evil.com/a%20b"), { kind: "indicator", value: "http://evil.com/a%20b" }],
    [base64("URL%7Chttp%3A%2F%2Fevil.com%2Fa%2520b"), { kind: "indicator", value: "http://evil.com/a%20b" }],
    [encodeURIComponent(base64("URL%7Chttp://evil.com/?q=~~~")), { kind: "indicator", value: "http://evil.com/?q=~~~" }],
    [`b'${base64("MALWARE%7CEMOTET")}'`, { kind: "indicator", value: "EMOTET" }],
    ["", undefined],
    ["not base64 at all!", undefined],
    ["%E0%A4%A", undefined],
    [base64("no bar in it"), undefined],
    [base64("IP%7C\u0000"), undefined],
  ])("%j leads to %j", (rest, wanted) => {
    expect(readDeepLink(rest)).toEqual(wanted);
  });
});
