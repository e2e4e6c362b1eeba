import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SoarkitError } from "@soarkit/protocol";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseConfigText, readConfigFile } from "./config-file.js";

type Answer = { readonly error: string } | { readonly defaults: Record<string, string>; readonly sections: readonly (readonly [string, Record<string, string>])[] };
interface Recorded {
  readonly cases: readonly { readonly name: string; readonly text: string; readonly answer: Answer }[];
}

const recorded = JSON.parse(readFileSync(new URL("fixtures/python-answers.json", import.meta.url), "utf8")) as Recorded;

function codeOf(work: () => unknown): { code: string; details: Readonly<Record<string, string | number>> } {
  try {
    work();
  } catch (error) {
    if (error instanceof SoarkitError) return { code: error.code, details: error.details };
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("configuration texts are read as Python reads them", () => {
  it.each(recorded.cases.map((each) => [each.name, each] as const))("%s", (_name, { text, answer }) => {
    if ("error" in answer) {
      expect(codeOf(() => parseConfigText(text)).code).toBe("CONFIG_SYNTAX");
      return;
    }
    const config = parseConfigText(text);
    expect(config.sections()).toEqual(answer.sections.map(([name]) => name));
    for (const [name, values] of answer.sections) {
      expect(Object.entries(config.section(name)).sort()).toEqual(Object.entries(values).sort());
      for (const [key, value] of Object.entries(values)) expect(config.get(name, key)).toBe(value);
    }
    expect(Object.entries(config.section("DEFAULT"))).toEqual(Object.entries(answer.defaults));
  });

  it("reads any text or refuses it with a line, and never fails otherwise", () => {
    const piece = fc.constantFrom("[a]", "[DEFAULT]", "k", "=", ":", "\n", "\r\n", " ", "\t", "#", ";", "é", "\ufeff", "__proto__");
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.array(piece).map((pieces) => pieces.join(""))), (text) => {
        try {
          parseConfigText(text);
        } catch (error) {
          expect(error).toBeInstanceOf(SoarkitError);
        }
      }),
    );
  });
});

describe("a refused text", () => {
  it("is refused with the file, the line and the reason", () => {
    expect(codeOf(() => parseConfigText("[a]\none=1\n\nbare\n", "/x/app.config"))).toEqual({
      code: "CONFIG_SYNTAX",
      details: { file: "/x/app.config", line: 4, reason: "it is neither a [section] nor a name = value" },
    });
    expect(codeOf(() => parseConfigText("[a]\none=1\nOne=2\n")).details).toMatchObject({ line: 3, reason: "one stands in [a] a second time" });
    expect(codeOf(() => parseConfigText("[a]\n[a]\n")).details).toMatchObject({ line: 2, reason: "the section [a] stands here a second time" });
    expect(codeOf(() => parseConfigText("one=1\n")).details).toMatchObject({ line: 1 });
  });
});

describe("look-ups", () => {
  const config = parseConfigText("[DEFAULT]\nurl=d\n[a]\nkey=1\n");

  it("know sections and keys that are not there", () => {
    expect(config.get("a", "nothing")).toBeUndefined();
    expect(config.get("b", "url")).toBeUndefined();
    expect(config.section("b")).toEqual({});
    expect([config.has("a"), config.has("b"), config.has("DEFAULT")]).toEqual([true, false, false]);
  });

  it("take keys in any case and inherit defaults", () => {
    expect(config.get("a", "KEY")).toBe("1");
    expect(config.get("a", "url")).toBe("d");
  });
});

describe("configuration files", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "soarkit-config-"));
  });
  afterEach(async () => {
    await chmod(folder, 0o700);
    await rm(folder, { recursive: true });
  });

  it("are read with their byte-order mark skipped", async () => {
    const path = join(folder, "app.config");
    await writeFile(path, "\uFEFF[a]\nkey=ü\n");
    const config = await readConfigFile(path);
    expect(config.get("a", "key")).toBe("ü");
    expect(config.file).toBe(path);
  });

  it("that are missing or not text are refused by name", async () => {
    const path = join(folder, "app.config");
    await expect(readConfigFile(path)).rejects.toMatchObject({ code: "CONFIG_UNREADABLE", details: { file: path } });
    await writeFile(path, Buffer.from([0x5b, 0x61, 0x5d, 0x0a, 0xff, 0xfe]));
    await expect(readConfigFile(path)).rejects.toMatchObject({ code: "CONFIG_UNREADABLE", details: { reason: "it is not UTF-8 text" } });
  });
});
