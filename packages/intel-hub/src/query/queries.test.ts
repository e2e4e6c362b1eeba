import { request } from "node:https";
import { classify, refang } from "@soarkit/indicators";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLoadKit, type LoadKit } from "../loads/loads.test-kit.js";
import { isQuick } from "./quick.js";
import { parseQuery } from "./parse-query.js";
import { spellings } from "./store.js";

let kit: LoadKit;
let token: string;
const count = 3_000;
beforeAll(async () => {
  kit = await startLoadKit();
  token = await kit.token();
  await kit.loaded("values.csv", `value,confidence,severity\n${Array.from({ length: count }, (_, index) => `host-${index}.evil-${index % 7}.com,${index % 101},${index % 2 === 0 ? "high" : "low"}`).join("\n")}`);
});
afterAll(() => kit.stop());

const ask = async (query: string, size: number, type = "json"): Promise<string> => {
  const answer = await kit.query(token, { query, type, size });
  expect(answer.status, answer.body).toBe(200);
  return answer.body;
};
const found = async (query: string, size = 5_000): Promise<{ indicator: string; confidence: number }[]> => JSON.parse(await ask(query, size)) as { indicator: string; confidence: number }[];

describe("what an index answers", () => {
  it.each(["value='a.com'", "value='a.com' OR value=b.com", "(value=a.com OR id=x) AND confidence>3", "confidence>3 AND (severity=high OR tlp=RED) AND value=a.com"])("is answered at once: %s", (query) => {
    expect(isQuick(parseQuery(query))).toBe(true);
  });

  it.each(["confidence>0", "value!='a.com'", "NOT value=a.com", "value='*.com'", "value contains a", "value=a.com OR confidence>3", "evil"])("and nothing else is: %s", (query) => {
    expect(isQuick(parseQuery(query))).toBe(false);
  });

  it("holds for a thousand values, not for five thousand", () => {
    const values = (many: number): string => Array.from({ length: many }, (_, index) => `value=a${index}.com`).join(" OR ");
    expect(isQuick(parseQuery(values(1_000)))).toBe(true);
    expect(isQuick(parseQuery(values(5_000)))).toBe(false);
  });
});

describe("spellings of a value", () => {
  const bySlowWay = (text: string): string[] => [...new Set([text, classify(text)?.value ?? refang(text)])];

  it.each(["evil.com", "a-b.xn--bcher-kva.com", "1.2.3.4", "d41d8cd98f00b204e9800998ecf8427e", "001b.4411.3ab7", "00-1b-44-11-3a-b7", "Evil.COM.", "evil[.]com", "1.2.3.04", "hxxp://a.com/", "cve-2017-0199", "as123", "setup.exe", "a..com", "-a.com", "1.2.3"])("of %j are as it is written and as it is stored", (text) => {
    expect(spellings(text)).toEqual(bySlowWay(text));
  });

  it("are found as surely for what is recognised at a glance", () => {
    const texts = fc.oneof(fc.domain(), fc.ipV4(), fc.string({ unit: fc.constantFrom("a", "f", "0", "1", "9", ".", "-") }), fc.string({ unit: fc.constantFrom("0", "5", "9", "a", "c", "f"), minLength: 31, maxLength: 65 }));
    fc.assert(fc.property(texts, (text) => { expect(spellings(text)).toEqual(bySlowWay(text)); }), { numRuns: 2_000 }); // prettier-ignore
  });
});

describe("a query that looks at many records", () => {
  it("finds the same as one that an index answers, in the same order and form", async () => {
    const wanted = ["host-3.evil-3.com", "host-4.evil-4.com", "host-2999.evil-3.com"];
    const quick = wanted.map((value) => `value='${value}'`).join(" OR ");
    for (const type of ["json", "csv"]) expect(await ask(`${quick} OR confidence<0`, 10, type)).toBe(await ask(quick, 10, type));
    expect(await found("value contains 'evil-3'")).toHaveLength(Math.ceil((count - 3) / 7));
    expect(await found("host-299", 5)).toHaveLength(5);
  });

  it("sees what was stored a moment ago", async () => {
    await kit.importIntel({ token, intel_str: "just-now.evil-9.com", threat_type: "malware", severity: "low", confidence: 1, tlp: "TLP:WHITE", auto_approve: "yes" });
    expect(await found("value contains 'just-now'")).toHaveLength(1);
  });

  it("gives the hub's own interface its members and tells whether there is more", async () => {
    const answer = await kit.call("GET", `/api/hub/indicators?${new URLSearchParams({ query: "severity=high", size: "10" }).toString()}`);
    expect(answer.headers["x-more"]).toBe("true");
    expect(answer.headers["content-type"]).toContain("application/json");
    expect(JSON.parse(answer.body)).toHaveLength(10);
    expect((JSON.parse(answer.body) as object[])[0]).toHaveProperty("threat_type");
  });

  it("is refused with the place of its mistake", async () => {
    expect(await kit.query(token, { query: "confidence > many", type: "json" })).toMatchObject({ status: 400, body: expect.stringContaining("position 14") });
    expect((await kit.call("GET", "/api/hub/indicators?query=confidence%3Emany")).status).toBe(400);
  });

  it("waits its turn when many come at once, and none is lost", async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => found(`value contains 'host-${index}.'`)));
    expect(answers.map((records) => records.length)).toEqual(Array.from({ length: 12 }, () => 1));
  });

  it("ends with its caller, and the next ones are answered", async () => {
    const body = JSON.stringify({ token, query: "value contains 'e' AND detail contains 'nothing'", type: "json" });
    for (let round = 0; round < 4; round += 1) {
      await new Promise<void>((resolve) => {
        const outgoing = request({ host: "127.0.0.1", port: kit.port, method: "POST", path: "/api/v1/intelligence", headers: { "content-length": Buffer.byteLength(body) }, ca: kit.ca, agent: false });
        outgoing.on("error", () => undefined).on("close", resolve);
        outgoing.end(body, () => outgoing.destroy());
      });
    }
    expect(await found("value contains 'host-77.'")).toHaveLength(1);
  });
});
