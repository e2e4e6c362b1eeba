import type { LoadBatch } from "./batch.js";
import type { Place } from "./pieces.js";
import { readJson } from "./read-json.js";
import { readCsv, readText, type LoadFile } from "./read-lines.js";
import type { LoadSettings } from "./settings.js";

/** What a reader is asked to read. */
export interface ReadingTask {
  readonly file: LoadFile;
  readonly settings: LoadSettings;
  /** Where it goes on; position 0 and line 1 for the beginning. */
  readonly from: Place;
  /** The time of the load, milliseconds since the epoch: the same when it goes on. */
  readonly now: number;
}

/** Reads a file in parts, from wherever an earlier reading stopped. */
export function readFileInParts({ file, settings, from, now }: ReadingTask): AsyncGenerator<LoadBatch, void> {
  switch (settings.format) {
    case "csv":
      return readCsv(file, settings, from, now);
    case "text":
      return readText(file, settings, from, now);
    case "stix":
    case "misp":
      return readJson(file, settings, from.position, now);
  }
}
