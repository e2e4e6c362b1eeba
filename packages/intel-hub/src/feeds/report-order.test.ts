import { createAppHttp } from "@soarkit/app-sdk";
import { TaxiiServer } from "@soarkit/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startLoadKit, type LoadKit } from "../loads/loads.test-kit.js";
import type { FeedEntry } from "./feeds.js";

let kit: LoadKit;
let server: TaxiiServer;
beforeEach(async () => {
  server = await TaxiiServer.start();
  kit = await startLoadKit({ outgoing: (settings) => createAppHttp(settings) });
});
afterEach(async () => {
  await kit.stop();
  await server.stop();
});

const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
const indicator = (number: number): object => ({
  type: "indicator", spec_version: "2.1", id: `indicator--${uuid(number)}`, created: "2026-01-01T00:00:00Z", modified: "2026-01-01T00:00:00Z", valid_from: "2026-01-01T00:00:00Z",
  pattern: `[domain-name:value = 'd${number}.example-bad.com']`, pattern_type: "stix",
}); // prettier-ignore
const report = (number: number, refs: readonly number[], modified = "2026-01-02T00:00:00Z"): object => ({
  type: "report", spec_version: "2.1", id: `report--${uuid(number)}`, created: "2026-01-01T00:00:00Z", modified, published: "2026-01-01T00:00:00Z", name: `Report ${number}`, report_types: ["threat-report"],
  object_refs: refs.map((ref) => `indicator--${uuid(ref)}`),
}); // prettier-ignore

const add = async (): Promise<number> => (JSON.parse((await kit.call("POST", "/api/hub/feeds", { name: "Partner", url: server.url })).body) as FeedEntry).id;
const poll = async (id: number): Promise<FeedEntry> => JSON.parse((await kit.call("POST", `/api/hub/feeds/${id}/poll`)).body) as FeedEntry;
const polled = async (id: number): Promise<void> => expect(await poll(id)).toMatchObject({ last_error: "", last_counts: { skipped: 0 } });
/** Values by the title of their report; the empty title holds those without one. */
const reports = async (): Promise<Record<string, string[]>> => {
  const found: Record<string, string[]> = {};
  for (const { campaign, indicator: value } of await kit.find("type=domain")) (found[String(campaign)] ??= []).push(String(value));
  for (const values of Object.values(found)) values.sort();
  return found;
};
/** The same as their exports say it. */
const exported = async (): Promise<Record<string, string[]>> => {
  const { response } = JSON.parse((await kit.call("GET", "/api/hub/export?format=misp")).body) as { response: { Event: { info: string; Attribute: { value: string }[] } }[] };
  return Object.fromEntries(response.map(({ Event: { info, Attribute } }) => [info, Attribute.map(({ value }) => value).sort()]));
};

describe("a report of a feed has its indicators", () => {
  it.each([
    ["that came in an earlier part", [[indicator(1), indicator(2)], [report(9, [1, 2])]]],
    ["that come in a later part", [[report(9, [1, 2])], [indicator(1)], [indicator(2)]]],
    ["of which some came before it, some with it and some after it", [[indicator(1)], [report(9, [1, 2, 3]), indicator(2)], [indicator(3)]]],
  ])("%s", async (_name, parts) => {
    for (const part of parts) server.add(...part);
    await polled(await add());
    const values = [1, 2, 3].slice(0, parts.flat().length - 1).map((number) => `d${number}.example-bad.com`);
    expect(await reports()).toEqual({ "Report 9": values });
    expect(await exported()).toEqual({ "Report 9": values });
  });

  it("that came at an earlier poll, or come at a later one", async () => {
    server.add(indicator(1), indicator(3));
    const id = await add();
    await polled(id);
    expect(await reports()).toEqual({ "": ["d1.example-bad.com", "d3.example-bad.com"] });
    server.add(report(9, [1, 2]));
    await polled(id);
    expect(await reports()).toEqual({ "": ["d3.example-bad.com"], "Report 9": ["d1.example-bad.com"] });
    server.add(indicator(2));
    await polled(id);
    expect(await reports()).toEqual({ "": ["d3.example-bad.com"], "Report 9": ["d1.example-bad.com", "d2.example-bad.com"] });
    expect(await poll(id)).toMatchObject({ last_counts: { objects: 0, added: 0, changed: 0 } });
  });

  it("also when two reports are about the same one, and when a later version is about more", async () => {
    server.add(report(8, [1]));
    server.add(indicator(1), indicator(2));
    server.add(report(9, [1]));
    const id = await add();
    await polled(id);
    expect(await reports()).toEqual({ "": ["d2.example-bad.com"], "Report 8": ["d1.example-bad.com"], "Report 9": ["d1.example-bad.com"] });
    server.add(report(8, [1, 2], "2026-02-01T00:00:00Z"));
    await polled(id);
    expect(await reports()).toEqual({ "Report 8": ["d1.example-bad.com", "d2.example-bad.com"], "Report 9": ["d1.example-bad.com"] });
    expect(await exported()).toEqual(await reports());
  });
});
