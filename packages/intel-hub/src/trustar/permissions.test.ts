import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EnclaveLevel } from "../schema.js";
import { startTrustarHub, type TrustarClient, type TrustarHub } from "./trustar.test-kit.js";

const levels: readonly EnclaveLevel[] = ["none", "view", "submission", "full"];
const places = ["incidents", "partners", "both"] as const;
type Place = (typeof places)[number];

let kit: TrustarHub;
let owner: TrustarClient;
let count = 0;
beforeAll(async () => {
  kit = await startTrustarHub({ trustar: { limits: { requestsPerDay: 1_000_000, requestsPerMinute: 1_000_000 } } });
  owner = await kit.client("owner", { [kit.incidents]: "full", [kit.partners]: "full" });
});
afterAll(() => kit.stop());

const enclavesOf = (place: Place): string[] => (place === "both" ? [kit.incidents, kit.partners] : [kit[place]]);

/** A report of its own for one call, by somebody who may do everything. */
async function given(place: Place): Promise<{ guid: string; external: string; value: string; enclaveIds: string[] }> {
  count += 1;
  const report = { external: `RESILIENT${count}`, value: `host-${count}.matrix.example.org`, enclaveIds: enclavesOf(place) };
  const guid = await owner.report(`${report.value} and beside-${count}.matrix.example.org`, { externalTrackingId: report.external, enclaveIds: report.enclaveIds });
  return { ...report, guid };
}

interface Rights {
  /** May read one of the report's enclaves. */
  readonly see: boolean;
  /** May submit to all of them. */
  readonly submit: boolean;
  /** May change what is in all of them. */
  readonly change: boolean;
}

type Given = Awaited<ReturnType<typeof given>>;
type Call = (user: TrustarClient, report: Given) => Promise<number>;

const status = (method: string, path: (report: Given) => string, body?: (report: Given) => unknown): Call => async (user, report) => (await user.call(method, path(report), body?.(report))).status;
/** How many items are found, as 200 for some and 404 for none. */
const found = (method: string, path: (report: Given) => string, body?: (report: Given) => unknown): Call => async (user, report) => ((await user.json<{ items: unknown[] }>(method, path(report), body?.(report))).items.length > 0 ? 200 : 404);
const text = ({ value, enclaveIds }: Given) => ({ title: "Changed", reportBody: value, enclaveIds });

const seen = ({ see }: Rights): number => (see ? 200 : 404);
const changed = ({ see, change }: Rights): number => (change ? 200 : see ? 403 : 404);
const always = (): number => 200;

/** The calls of trustar-api §0.2, each with what it answers by the caller's rights. */
const calls: readonly (readonly [name: string, call: Call, wanted: (rights: Rights) => number])[] = [
  ["2 GET ping", status("GET", () => "ping"), always],
  ["3 POST reports", status("POST", () => "reports", ({ enclaveIds }) => ({ title: "New", reportBody: "x", enclaveIds })), ({ submit }) => (submit ? 200 : 403)],
  ["4 GET reports/{id}", status("GET", ({ guid }) => `reports/${guid}`), seen],
  ["4 GET reports/{id}?idType=external", status("GET", ({ external }) => `reports/${external}?idType=external`), seen],
  ["5 PUT reports/{id}", status("PUT", ({ guid }) => `reports/${guid}?idType=internal`, text), changed],
  ["5 PUT reports/{id}?idType=external", status("PUT", ({ external }) => `reports/${external}?idType=external`, text), changed],
  ["6 DELETE reports/{id}", status("DELETE", ({ guid }) => `reports/${guid}`), changed],
  ["7 POST reports/{id}/tags", status("POST", ({ guid, enclaveIds }) => `reports/${guid}/tags?idType=internal&name=a&enclaveId=${enclaveIds[0] ?? ""}`, () => ""), changed],
  ["7 POST reports/{id}/alter-tags", status("POST", ({ guid }) => `reports/${guid}/alter-tags`, () => ({ addedTags: [{ name: "a" }], removedTags: [] })), changed],
  ["8 GET reports/{id}/indicators", status("GET", ({ guid }) => `reports/${guid}/indicators`), seen],
  ["9 GET indicators/related", found("GET", ({ value }) => `indicators/related?indicators=${value}`), seen],
  ["10 GET indicators/search", found("GET", ({ value }) => `indicators/search?searchTerm=${value}`), seen],
  ["10 POST indicators/search", found("POST", () => "indicators/search", ({ value }) => ({ searchTerm: value })), seen],
  // The whitelist is the house's, not an enclave's (trustar-api §2.3).
  ["11 POST whitelist", status("POST", () => "whitelist", () => ["house.matrix.example.org"]), always],
  ["11 DELETE whitelist", status("DELETE", () => "whitelist?value=house.matrix.example.org&indicatorType="), always],
];

describe.each(levels.flatMap((incidents) => levels.map((partners) => ({ incidents, partners }))))("an account with $incidents in one enclave and $partners in another", ({ incidents, partners }) => {
  it.each(places)("may see, submit, update and delete what lies in %s as the levels say", async (place) => {
    const user = await kit.client(`${incidents}-${partners}`, { [kit.incidents]: incidents, [kit.partners]: partners });
    const held = place === "both" ? [incidents, partners] : [place === "incidents" ? incidents : partners];
    const rank = held.map((level) => levels.indexOf(level));
    const rights: Rights = { see: Math.max(...rank) >= 1, submit: Math.min(...rank) >= 2, change: Math.min(...rank) >= 3 };
    const answered: (string | number)[][] = [];
    for (const [name, call] of calls) answered.push([name, await call(user, await given(place))]);
    expect(answered).toEqual(calls.map(([name, , wanted]) => [name, wanted(rights)]));
  });
});

it("what was refused has changed nothing", async () => {
  const user = await kit.client("viewer", { [kit.incidents]: "view", [kit.partners]: "full" });
  const report = await given("both");
  const before = await owner.json("GET", `reports/${report.guid}`);
  for (const [name, call] of calls.filter(([name]) => /^[567] /.test(name))) expect([name, await call(user, report)]).toEqual([name, 403]);
  expect(await owner.json("GET", `reports/${report.guid}`)).toEqual(before);
  expect(await owner.json("GET", `reports/${report.guid}/tags`)).toEqual([]);
});
