import { readFileSync } from "node:fs";
import { defineThreatSearcher, found, hit, ipProperty, notReady, numberProperty, placeProperty, textProperty, uriProperty } from "@soarkit/app-sdk";
import { expect, it } from "vitest";
import { useThreatRigs } from "../test-support/threat-rig.js";

/** A request and what rc-cts 45.1.3279 answered; `fixtures/record-rc-cts-answers.mjs` recorded them. */
interface Recorded {
  readonly name: string;
  readonly on: "open" | "closed";
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly answer: { readonly status: number; readonly location: string | null; readonly body: { readonly id?: string | null; readonly hits?: unknown[] } | null };
}

const recorded = JSON.parse(readFileSync(new URL("fixtures/rc-cts-answers.json", import.meta.url), "utf8")) as Recorded[];

/** Where our answer is another one, on purpose (docs/guides/threat-service.md). */
const better: Readonly<Record<string, { readonly status: number; readonly hits: number; readonly why: string }>> = {
  "a new artifact": { status: 200, hits: 1, why: "the searcher has answered already" },
  "a new artifact that nobody knows": { status: 200, hits: 0, why: "the searcher has answered already" },
  "a type that nobody looks up": { status: 200, hits: 0, why: "there is nothing to come back for" },
  "its look-up, once too often": { status: 503, hits: 0, why: "200 would be taken for no hit" },
  "an empty body": { status: 400, hits: 0, why: "it is no artifact" },
  "no JSON": { status: 400, hits: 0, why: "it is no artifact" },
  "JSON that is no object": { status: 400, hits: 0, why: "it is no artifact" },
  "an unknown look-up": { status: 503, hits: 0, why: "200 would be taken for no hit" },
  "a service that is not there": { status: 404, hits: 0, why: "its address is wrong" },
  "a wrong password": { status: 401, hits: 0, why: "a platform switches the source off, and says so" },
  "no password": { status: 401, hits: 0, why: "a platform switches the source off, and says so" },
  "a look-up with a wrong password": { status: 401, hits: 0, why: "a platform switches the source off, and says so" },
  "a password that nobody asked for": { status: 200, hits: 0, why: "it does no harm" },
};

const start = useThreatRigs();

it("every recorded request is answered as by rc-cts, or better where the list says so", async () => {
  const known = defineThreatSearcher({
    path: "known",
    types: ["net.name"],
    search: (lookups) => Promise.resolve(lookups.map(({ value }) => (value === "evil.example.com" ? found(hit(textProperty("Feed", "alpha"), numberProperty("Score", 71), uriProperty("Report", "https://intel.example/r/1"), ipProperty("Resolves to", "198.51.100.7"), placeProperty("Place", { lat: 51.5, lng: -0.12 }), textProperty("Nothing", null))) : found()))),
  });
  const later = defineThreatSearcher({ path: "later", types: ["net.name"], search: (lookups) => Promise.resolve(lookups.map(() => notReady())) });
  const rigs = { open: await start([known, later], { max_retries: "3" }), closed: await start([known, later], { auth_user: "soar", auth_password: "canary-password" }) };
  let id = "";
  for (const { name, on, method, path, headers, body, answer } of recorded) {
    const ours = await rigs[on].ask(method, path.replace("{id}", id), { headers, ...(body !== undefined && { body }) });
    if (method === "POST" && ours.body.id) ({ id } = { id: ours.body.id });
    const other = better[name];
    const context = `${name}: ${JSON.stringify(ours.body)}`;
    expect(ours.status, context).toBe(other?.status ?? answer.status);
    expect(ours.headers.get("location"), context).toBe(answer.location);
    if (other !== undefined) expect(ours.body.hits, context).toHaveLength(other.hits);
    else if (answer.body !== null) expect(withNumbersAsText(ours.body), context).toEqual(answer.body);
  }
  const names = recorded.map(({ name }) => name);
  expect(Object.keys(better).filter((name) => !names.includes(name))).toEqual([]);
}, 60_000);

/** rc-cts writes numbers as text, which platforms accept as well (soar-protocol §5.3). */
function withNumbersAsText(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body), (key, value: unknown) => (key === "props" && Array.isArray(value) ? value.map((one: { type: string; value: unknown }) => (one.type === "number" ? { ...one, value: String(one.value) } : one)) : value));
}
