import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { indicator } from "../stix/stix.test-kit.js";
import { detectFormat } from "./formats.js";
import { startLoadKit, type LoadKit } from "./loads.test-kit.js";
import { pieces, type Piece } from "./pieces.js";
import { readFileInParts } from "./read-file.js";
import type { LoadSettings } from "./settings.js";

let folder: string;
let kit: LoadKit;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "soarkit-loads-"));
  kit = await startLoadKit();
});
afterAll(async () => {
  await kit.stop();
  await rm(folder, { recursive: true });
});

async function read(content: string | Buffer, format: LoadSettings["format"], from = { position: 0, line: 1 }) {
  const path = join(folder, "file");
  await writeFile(path, content);
  const batches = [];
  for await (const batch of readFileInParts({ file: { path, name: "file" }, settings: { format, source: "x" }, from, now: 0 })) batches.push(batch);
  return { values: batches.flatMap(({ records }) => records.map(({ row }) => row.value)), leftOut: batches.flatMap(({ leftOut }) => leftOut), batches };
}

describe("a file that is not what it should be", () => {
  it.each([
    ["truncated.json", '{"type":"bundle","objects":[{"type":"indicator","id":', "line 1"],
    ["nested.json", `{"type":"bundle","x":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, "no list of objects"],
    ["deep.json", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, "no event"],
    ["objects.json", `{"type":"bundle","objects":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, ""],
    ["open.json", "[".repeat(100_000), "cannot be read"],
    ["other.json", '{"a":1}', "no event"],
    ["columns.csv", "a,b\n1,2\n", "no column holds values"],
  ])("%s ends with a reason or without values, and the hub goes on", async (name, content, reason) => {
    const load = await kit.loaded(name, content);
    expect([load.added, load.error]).toEqual([0, expect.stringContaining(reason)]);
    expect((await kit.call("GET", "/api/hub/status")).status).toBe(200);
  });

  it.each([
    ["empty.txt", "", "is empty"],
    ["wide.txt", Buffer.from("\uFEFFevil.example.net", "utf16le"), "UTF-16"],
    ["book.xlsx", Buffer.from("PK\u0003\u0004rest"), "ZIP archive"],
    ["list.csv.gz", Buffer.from([0x1f, 0x8b, 8, 0]), "gzip"],
  ])("%s is refused at once with what to do", async (name, content, reason) => {
    const answer = await kit.load(name, content);
    expect([answer.status, answer.body]).toEqual([400, expect.stringContaining(reason)]);
  });

  it("an object nested a hundred thousand deep beside good ones takes nothing from them", async () => {
    const load = await kit.loaded("mixed.json", `{"type":"bundle","objects":[${JSON.stringify(indicator(1, "[domain-name:value = 'mixed.example.net']"))},${"[".repeat(100_000)}${"]".repeat(100_000)}]}`);
    expect(load).toMatchObject({ state: "done", added: 1, skipped: 1 });
  });
});

describe("CSV and text", () => {
  it("with a line of two hundred million characters lists the line and reads the others", async () => {
    const path = join(folder, "long.csv");
    await writeFile(path, "value\nbefore.example.net\n");
    const block = "x".repeat(20_000_000);
    for (let part = 0; part < 10; part += 1) await appendFile(path, block);
    await appendFile(path, "\nafter.example.net\n");
    for (const format of ["csv", "text"] as const) {
      const values = [];
      const leftOut = [];
      for await (const { records, leftOut: bad } of readFileInParts({ file: { path, name: "long" }, settings: { format, source: "x" }, from: { position: 0, line: 1 }, now: 0 })) {
        values.push(...records.map(({ row }) => row.value));
        leftOut.push(...bad);
      }
      expect(values).toEqual(["before.example.net", "after.example.net"]);
      expect(leftOut).toMatchObject([{ line: 3, reason: expect.stringContaining(format === "csv" ? "longer than" : "without a blank") as string }]);
    }
  });

  it("with NUL bytes, control characters and another encoding lists those rows", async () => {
    const content = Buffer.concat([Buffer.from("value,type\na.example.net,\n"), Buffer.from("x\0y,mutex\n"), Buffer.from([0xe4, 0xf6, 0x2c]), Buffer.from("mutex\nb.example.net,\n")]);
    const { values, leftOut } = await read(content, "csv");
    expect(values).toEqual(["a.example.net", "b.example.net"]);
    expect(leftOut.map(({ line, reason }) => [line, reason])).toEqual([
      [3, "the value holds control characters"],
      [4, "the value is not valid UTF-8; save the file as UTF-8"],
    ]);
  });

  it("with a quote that never closes loses that line alone, however long the rest is", async () => {
    for (const count of [3, 20_000]) {
      const rows = Array.from({ length: count }, (_, index) => `h${index}.example.net,a`);
      const { values, leftOut } = await read(`value,tags\nbefore.example.net,x\nopen.example.net,"never\n${rows.join("\n")}\n`, "csv");
      expect(values).toHaveLength(count + 1);
      expect(leftOut).toMatchObject([{ line: 3, reason: "a quote that opens in this line is not closed" }]);
    }
  });

  it("cut at any place goes on there with nothing lost and nothing twice", async () => {
    const line = fc.oneof(fc.constantFrom("", "#c", 'a.example.net,"x\ny"', 'b.example.net,"q""q"', "c.example.net,ü"), fc.nat(999).map((number) => `n${number}.example.net,t`)); // prettier-ignore
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 30 }), fc.constantFrom("\n", "\r\n"), async (lines, end) => {
        const path = join(folder, "pieces");
        await writeFile(path, lines.join(end));
        const all: Piece[] = [];
        for await (const piece of pieces(path, { position: 0, line: 1 }, true)) all.push(piece);
        for (const { end: position, nextLine } of all) {
          const rest: Piece[] = [];
          for await (const piece of pieces(path, { position, line: nextLine }, true)) rest.push(piece);
          expect([...all.filter((piece) => piece.end <= position), ...rest]).toEqual(all);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("never fail on any bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 400 }), fc.constantFrom("csv", "text"), async (bytes, format) => {
        await read(Buffer.concat([Buffer.from("value,type\n"), bytes]), format);
      }),
      { numRuns: 60 },
    );
  });
});

describe("the format of a file", () => {
  it.each([
    ['{"type": "bundle", "objects": []}', "x", "stix"],
    ['[{"type":"indicator"}]', "x", "stix"],
    ['\uFEFF {"Event": {}}', "x.txt", "misp"],
    ["value,itype,tags\n", "x", "csv"],
    ["ioc;type\n", "x.txt", "csv"],
    ["indicator\na.example.net\n", "x", "csv"],
    ["# first_seen,ioc_value\n2026,a", "x", "csv"],
    ["[evil.example.net] was seen", "x", "text"],
    ["The value, as type, is", "x", "text"],
    ["a.example.net\nb.example.net\n", "x.txt", "text"],
    ["a.example.net,1\n", "x.csv", "csv"],
  ])("of %j named %s is %s", (beginning, name, format) => {
    expect(detectFormat(beginning, name)).toBe(format);
  });
});
