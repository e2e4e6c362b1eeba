import { createWriteStream } from "node:fs";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { messageOf, SoarkitError } from "@soarkit/protocol";
import { newId } from "@soarkit/runtime";

/** Largest file, bytes. */
export const largestFile = 1024 * 1024 * 1024;
/** An upload of which nothing more comes for so long has ended, milliseconds. */
const longestSilence = 60_000;
/** Bytes by which a file is told. */
const beginningSize = 64 * 1024;

/** Files that are loaded: kept in the folder `loads` of the data folder from upload until their load is done. */
export class KeptFiles {
  private readonly folder: string;

  /** @param silence an upload of which nothing more comes for so long has ended, milliseconds. */
  constructor(
    dataDir: string,
    private readonly silence = longestSilence,
  ) {
    this.folder = join(dataDir, "loads");
  }

  path(id: number): string {
    return join(this.folder, `${id}.file`);
  }

  /** Streams an upload to disk, bounded. @returns where it lies for now, and its size. @throws SoarkitError `HUB_LOAD_TOO_LARGE`, `HUB_BODY_INVALID` when it ends in the middle. */
  async receive(body: Readable): Promise<{ part: string; size: number }> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const part = join(this.folder, `${newId()}.part`);
    let size = 0;
    const waiting = setTimeout(() => body.destroy(new SoarkitError("HUB_BODY_INVALID", { reason: `nothing more of it came for ${this.silence / 1_000} seconds` })), this.silence);
    try {
      await pipeline(
        body,
        async function* bounded(chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            waiting.refresh();
            size += chunk.length;
            if (size > largestFile) throw new SoarkitError("HUB_LOAD_TOO_LARGE", { limit: largestFile / 1024 / 1024 });
            yield chunk;
          }
        },
        createWriteStream(part, { mode: 0o600, flush: true }),
      );
      return { part, size };
    } catch (error) {
      await this.drop(part);
      throw error instanceof SoarkitError ? error : new SoarkitError("HUB_BODY_INVALID", { reason: messageOf(error) }, { cause: error });
    } finally {
      clearTimeout(waiting);
    }
  }

  /** The beginning of a received file, as text. @throws SoarkitError `HUB_LOAD_EMPTY`, `HUB_LOAD_ENCODING`. */
  async beginning(part: string, name: string): Promise<string> {
    const handle = await open(part, "r");
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(beginningSize), 0, beginningSize, 0);
      const bytes = buffer.subarray(0, bytesRead);
      if (bytesRead === 0) throw new SoarkitError("HUB_LOAD_EMPTY", { file: name });
      const [first, second] = bytes;
      if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) throw new SoarkitError("HUB_LOAD_ENCODING", { file: name, encoding: "written in UTF-16" });
      if (first === 0x50 && second === 0x4b) throw new SoarkitError("HUB_LOAD_ENCODING", { file: name, encoding: "a ZIP archive or an Excel workbook, not a text" });
      if (first === 0x1f && second === 0x8b) throw new SoarkitError("HUB_LOAD_ENCODING", { file: name, encoding: "packed with gzip" });
      return bytes.toString("utf8");
    } finally {
      await handle.close();
    }
  }

  /** Gives a received file to its load. */
  async keep(part: string, id: number): Promise<void> {
    await rename(part, this.path(id));
  }

  async drop(path: string): Promise<void> {
    await rm(path, { force: true });
  }

  /** Removes what no load needs, such as uploads that a crash cut off. */
  async dropOthers(needed: ReadonlySet<number>): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    const kept = new Set([...needed].map((id) => `${id}.file`));
    await Promise.all(names.filter((name) => !kept.has(name)).map((name) => this.drop(join(this.folder, name))));
  }
}
