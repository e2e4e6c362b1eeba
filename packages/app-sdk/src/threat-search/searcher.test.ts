import { describe, expect, it } from "vitest";
import { defineApp } from "../app.js";
import { defineConfig } from "../config.js";
import { found } from "./outcome.js";
import { type AppThreatSearcher, defineThreatSearcher, type ThreatSearchContext, type ThreatSearcherSpec } from "./searcher.js";

const config = defineConfig({ section: "s", schema: { safeParse: (data) => ({ success: true, data }) }, secrets: [], template: "[s]\n" });
const other = defineConfig({ section: "s", schema: { safeParse: (data) => ({ success: true, data }) }, secrets: [], template: "[s]\n" });

function searcher(more: Partial<ThreatSearcherSpec<unknown>> = {}): AppThreatSearcher {
  return defineThreatSearcher({ path: "known", types: ["net.ip"], search: () => Promise.resolve([]), ...more });
}

function app(...threatSearchers: AppThreatSearcher[]) {
  return defineApp({
    name: "app", packageName: "fn-app", displayName: "App", version: "1.0.0", author: "", support: "", description: "", permissions: [], minimumPlatformVersion: "35.0.0",
    config, functions: [], threatSearchers, customizations: () => ({ destination: { name: "A", programmaticName: "fn_app" }, rules: [], activityFields: {}, workflows: [] }), selftest: () => Promise.resolve([]),
  });
}

describe("an app with threat searchers", () => {
  it("carries them", () => {
    expect(app(searcher(), searcher({ path: "other/one" })).threatSearchers.map(({ path }) => path)).toEqual(["known", "other/one"]);
    expect(app().threatSearchers).toEqual([]);
  });

  it.each([
    [[searcher(), searcher()], "the threat searcher known is declared twice"],
    [[searcher({ path: "/known" })], 'the path "/known"'],
    [[searcher({ path: "Known" })], 'the path "Known"'],
    [[searcher({ path: "" })], 'the path ""'],
    [[searcher({ config: other })], "another configuration"],
    [[searcher({ maximumBatch: 0 })], "maximumBatch and concurrency"],
    [[searcher({ timeLimitSeconds: 0 })], "timeLimitSeconds"],
  ])("is refused when it cannot be served: %#", (searchers, reason) => {
    expect(() => app(...searchers)).toThrow(reason);
  });
});

describe("a look-up", () => {
  it("gives the texts in a value of any kind", async () => {
    const seen: (readonly string[])[] = [];
    const one = searcher({ search: (lookups) => {
      seen.push(...lookups.map(({ texts }) => texts));
      return Promise.resolve(lookups.map(() => found()));
    } });
    const values = ["a", 443, { name: "From", value: "a@b.c" }, { key: "HKLM\\x", entry_name: "n" }, ["a@b.c", " ", "d@e.f"], null, undefined, {}, ""];
    await one.search(values.map((value, index) => ({ id: String(index), artifact: { type: "net.ip", value }, file: undefined })), {} as ThreatSearchContext);
    expect(seen).toEqual([["a"], ["443"], ["a@b.c"], ["HKLM\\x"], ["a@b.c", "d@e.f"], [], [], [], []]);
  });

  it("never is about a password", () => {
    expect([...searcher({ types: ["net.ip", "system.user.password"] }).types]).toEqual(["net.ip"]);
  });

  it("leaves when its own TLP lets it", () => {
    const one = searcher({ maxTlp: () => "GREEN" });
    expect([{}, { tlp: "green" }, { tlp: "TLP:AMBER" }, { tags: ["tlp:red"] }, { tlp: "clear", tags: [{ tag_handle: { name: "tlp:amber+strict" } }] }].map((marks) => one.mayLeave({ type: "net.ip", ...marks }, {}))).toEqual([true, true, false, false, false]);
    expect(searcher().mayLeave({ type: "net.ip", tlp: "red" }, {})).toBe(true);
  });
});
