import { describe, expect, it } from "vitest";
import { type AppConfig, missingSections, ownsSection, sectionTemplates } from "./config.js";

const config: AppConfig = {
  section: "main",
  furtherSections: {
    prefix: "main_",
    templates: [{ section: "main_source", template: "[main_source]\n" }, { section: "main_account_1", template: "[main_account_1]\n", unless: "main_account" }],
  },
  schema: { safeParse: (data) => ({ success: true, data }) },
  secrets: [],
  template: "[main]\n",
};

describe("an app with several sections", () => {
  it("has a template for each", () => {
    expect(sectionTemplates(config).map(({ section }) => section)).toEqual(["main", "main_source", "main_account_1"]);
  });

  it("lacks those that a file does not have, but no account beside an account of another number", () => {
    expect(missingSections(config, []).map(({ section }) => section)).toEqual(["main", "main_source", "main_account_1"]);
    expect(missingSections(config, ["main", "main_account_7"]).map(({ section }) => section)).toEqual(["main_source"]);
  });

  it("owns every section with its prefix and no other", () => {
    expect(["main", "main_x", "mainly", "other"].map((name) => ownsSection(config, name))).toEqual([true, true, false, false]);
  });
});
