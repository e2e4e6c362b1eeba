import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, beforeAll, expect, it } from "vitest";
import { KeptFiles } from "./kept-files.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "soarkit-kept-"));
});
afterAll(() => rm(folder, { recursive: true }));

it("an upload of which nothing more comes ends with the reason and leaves nothing behind", async () => {
  const body = new PassThrough();
  body.write("value\n45.33.2.79\n");
  await expect(new KeptFiles(folder, 50).receive(body)).rejects.toMatchObject({ code: "HUB_BODY_INVALID", message: expect.stringContaining("nothing more of it came") as string });
  expect(await readdir(join(folder, "loads"))).toEqual([]);
});
