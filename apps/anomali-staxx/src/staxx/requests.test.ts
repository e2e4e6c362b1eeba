import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { importParams, jobIdOf, type ImportSettings } from "./import-params.js";
import { queryForValue } from "./query-text.js";

const settings: ImportSettings = { threatType: "c2", severity: "very-high", confidence: 0, tlp: "TLP:RED", autoApprove: "no", tags: ["resilient", "https://soar.example.com/#incidents/2095,1"] };

describe("a query for a value", () => {
  it("is spaced and quoted as STAXX's clients send it", () => {
    expect(queryForValue("1.2.3.4")).toBe("value = '1.2.3.4'");
  });

  it("either holds the value between the only two quotes, or is refused", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (value) => {
      let query: string;
      try {
        query = queryForValue(value);
      } catch {
        return /['"\\*\p{Cc}]/u.test(value);
      }
      return query === `value = '${value}'` && query.split("'").length === 3;
    }));
  });

  it.each(["a'b", 'a"b', "a\\b", "a*b", "a\nb"])("refuses %j with what to do", (value) => {
    expect(() => queryForValue(value)).toThrow(/cannot express.*Correct the value/);
  });
});

describe("the text of an import", () => {
  it("is JSON of strings and numbers in ASCII, with tags that stay apart", () => {
    expect(importParams("t", "bücher.example", settings)).toBe(
      '{"token":"t","intel_str":"b\\u00fccher.example","threat_type":"c2","severity":"very-high","confidence":0,"tlp":"TLP:RED","tags":"resilient,https://soar.example.com/#incidents/2095%2C1","auto_approve":"no"}',
    );
  });

  it("gives back every value that is put in", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (value) => {
      const text = importParams("t", value, settings, { import_key: "key" });
      const read = JSON.parse(text) as Record<string, unknown>;
      return /^[\x20-\x7e]*$/.test(text) && read["intel_str"] === value && read["import_key"] === "key";
    }));
  });
});

describe("the answer to an import", () => {
  it("names the job", () => {
    expect(jobIdOf("Import intelligence job ID 20200812163012 ")).toBe("20200812163012");
    expect(jobIdOf("<html>")).toBeUndefined();
  });
});
