import { SoarkitError } from "@soarkit/protocol";
import { storable } from "../reports/storable.js";
import type { SubmittedIndicator } from "../submitted/store.js";
import { tagNames } from "./tag-input.js";
import { readMoment } from "./times.js";

/** A value of a submission, before its type is read. */
export type IndicatorInput = Omit<SubmittedIndicator, "type"> & { readonly tags: readonly string[] };

const longestNote = 10_000;
const mostSightings = 1_000_000_000;

/** Reads the body of `POST indicators` (trustar-api §2.2.6). @throws SoarkitError `HUB_BODY_INVALID`. */
export function readIndicatorInputs(body: Readonly<Record<string, unknown>>): { values: IndicatorInput[]; enclaveIds: string[]; tags: string[] } {
  const { content, enclaveIds, tags } = body;
  const ids = typeof enclaveIds === "string" ? enclaveIds.split(",") : (enclaveIds ?? []);
  if (!Array.isArray(content)) return refuse("content must be a list of indicators");
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === "string")) return refuse("enclaveIds must be a list of enclave ids");
  return { values: content.map(readOne), enclaveIds: [...new Set(ids.map((id) => id.trim()).filter((id) => id !== ""))], tags: tagNames(tags) };
}

function readOne(given: unknown, index: number): IndicatorInput {
  const entry = typeof given === "string" ? { value: given } : given;
  if (typeof entry !== "object" || entry === null) return refuse(`indicator ${index + 1} must be an object with a value`);
  const { value, firstSeen, lastSeen, sightings, notes, source, tags } = entry as Readonly<Record<string, unknown>>;
  if (typeof value !== "string" || value.trim() === "") return refuse(`indicator ${index + 1} has no value`);
  return {
    value: value.trim(),
    firstSeen: momentOf(firstSeen, index),
    lastSeen: momentOf(lastSeen, index),
    sightings: typeof sightings === "number" && Number.isInteger(sightings) && sightings >= 0 && sightings <= mostSightings ? sightings : sightings === undefined || sightings === null ? 0 : refuse(`sightings of indicator ${index + 1} must be a whole number`),
    notes: textOf(notes, index, "notes"),
    source: textOf(source, index, "source"),
    tags: tagNames(tags),
  };
}

function momentOf(value: unknown, index: number): number | undefined {
  if (value === undefined || value === null) return undefined;
  return readMoment(value) ?? refuse(`indicator ${index + 1} has a time that is none; send milliseconds since 1970`);
}

function textOf(value: unknown, index: number, name: string): string {
  if (value === undefined || value === null) return "";
  const text = Array.isArray(value) ? value.join("\n") : value;
  if (typeof text !== "string" || text.length > longestNote) return refuse(`${name} of indicator ${index + 1} must be a text of at most ${longestNote.toLocaleString("en")} characters`);
  return storable(text);
}

function refuse(reason: string): never {
  throw new SoarkitError("HUB_BODY_INVALID", { reason });
}
