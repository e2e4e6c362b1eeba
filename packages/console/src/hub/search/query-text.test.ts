import { describe, expect, it } from "vitest";
import { hubQuery, isBulk, quoted, readState, type SearchState, writeState } from "./query-text.js";

const state = (change: Partial<SearchState>): SearchState => ({ ...readState(new URLSearchParams()), ...change });

describe("what the hub is asked", () => {
  it("is a bare value, refanged, when nothing narrows it", () => {
    expect(hubQuery(state({ q: "hxxps[:]//evil[.]com/a" }))).toEqual({ query: "https://evil.com/a", offset: 0 });
  });

  it("is a query as typed, with the filters around it and its place known", () => {
    const { query, offset } = hubQuery(state({ mode: "query", q: "confidence > 60 or type = ip", tlp: "TLP:RED" }));
    expect(query).toBe('(confidence > 60 or type = ip) and tlp = "TLP:RED"');
    expect(query.slice(offset)).toMatch(/^confidence/);
  });

  it("keeps quotes and stars of words to themselves", () => {
    expect(quoted('a"b*c\\')).toBe('"a""b\\*c\\\\"');
    expect(hubQuery(state({ q: 'x" or value != "y', type: "ip" })).query).toContain('value contains "x"" or value != ""y"');
  });

  it("is the filters alone when nothing is typed", () => {
    expect(hubQuery(state({ severity: "high", seen: "7d" })).query).toBe('severity >= "high" and date_last >= -7d');
  });
});

describe("the address of a search", () => {
  it("comes back as the same search, without what is as usual", () => {
    const whole = state({ mode: "query", q: "a=b&c", type: "ip", seen: "30d", grouped: false, sort: "confidence", page: 3 });
    expect(readState(writeState(whole))).toEqual(whole);
    expect(writeState(state({})).toString()).toBe("");
  });

  it("with nonsense in it is an ordinary search", () => {
    expect(readState(new URLSearchParams("page=-2&seen=always&sort=colour&mode=x"))).toEqual(state({}));
  });
});

describe("pasted text", () => {
  it("with several values is looked up value by value", () => {
    expect(isBulk("1.2.3.4\nevil.com")).toBe(true);
    expect(isBulk("1.2.3.4, 5.6.7.8")).toBe(true);
    expect(isBulk(" evil.com \n")).toBe(false);
    expect(isBulk("Machete espionage")).toBe(false);
  });
});
