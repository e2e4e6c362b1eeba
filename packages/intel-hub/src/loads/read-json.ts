import { readFile, stat } from "node:fs/promises";
import { messageOf, SoarkitError } from "@soarkit/protocol";
import { toStaxxTlp } from "@soarkit/indicators";
import { jsonMistake } from "../imports/json-mistake.js";
import { attributesOf, readEvents } from "../misp/event.js";
import { judgeEvent } from "../misp/judge.js";
import { feedOf, prepare, timeOf } from "../misp/read-misp.js";
import { readStixObjects } from "../stix/read-stix.js";
import { recordsAtOnce, type LeftOutRow, type LoadBatch, type LoadRecord, type LoadReport } from "./batch.js";
import type { LoadFile } from "./read-lines.js";
import type { LoadSettings } from "./settings.js";

/** Largest JSON document, bytes: it is read whole. CSV and text files are read in parts and have no limit but that of uploads. */
export const largestJson = 128 * 1024 * 1024;
/** Longest text in which the place of a mistake is looked for, characters. */
const longestMistake = 4 * 1024 * 1024;

interface Contents {
  readonly records: readonly LoadRecord[];
  readonly reports: readonly LoadReport[];
  readonly revoked: LoadBatch["revoked"];
  readonly leftOut: readonly Omit<LeftOutRow, "line">[];
  readonly rows: number;
}

/** Reads a MISP or STIX document and gives it in parts; `position` counts records. @throws SoarkitError `HUB_FILE_UNREADABLE`, `HUB_EVENT_INVALID`, `HUB_BUNDLE_INVALID`, `HUB_JSON_TOO_LARGE`. */
export async function* readJson(file: LoadFile, settings: LoadSettings, position: number, now: number): AsyncGenerator<LoadBatch, void> {
  const document = await parseFile(file);
  const { records, reports, revoked, leftOut, rows } = settings.format === "stix" ? stixContents(document, settings, now) : mispContents(document, settings, now);
  const first = position === 0;
  const parts = Math.max(1, Math.ceil((records.length - position) / recordsAtOnce));
  for (let part = 0; part < parts; part += 1) {
    const from = position + part * recordsAtOnce;
    const to = Math.min(from + recordsAtOnce, records.length);
    const begins = first && part === 0;
    // Reports are saved again when a load goes on, so that its records find them; the counts of the document belong to the first part.
    yield { records: records.slice(from, to), reports: part === 0 ? reports : [], revoked: begins ? revoked : [], leftOut: begins ? leftOut.map((entry) => ({ ...entry, line: 0 })) : [], rows: begins ? rows : 0, position: to, line: 0, total: records.length };
  }
}

async function parseFile({ path, name }: LoadFile): Promise<unknown> {
  const { size } = await stat(path);
  if (size > largestJson) throw new SoarkitError("HUB_JSON_TOO_LARGE", { file: name, megabytes: Math.ceil(size / 1024 / 1024), limit: largestJson / 1024 / 1024 });
  const text = (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const mistake = text.length <= longestMistake ? jsonMistake(text) : { line: 1, reason: messageOf(error) };
    throw new SoarkitError("HUB_FILE_UNREADABLE", { file: name, ...mistake }, { cause: error });
  }
}

function stixContents(document: unknown, settings: LoadSettings, now: number): Contents {
  const objects = objectsOf(document);
  const here = new Set(objects.flatMap((object) => (typeof object === "object" && object !== null && "id" in object ? [object.id] : [])));
  const { values, reports, revoked, skipped } = readStixObjects(objects, { ...settings, now });
  return {
    records: values.map(({ row, report }) => ({ row, dated: true, report })),
    reports: reports.map(({ refs, creator, ...report }) => ({ ...report, elsewhere: refs.filter((id) => !here.has(id)), feed: settings.feed ?? (creator === "" ? "STIX" : creator) })),
    revoked,
    leftOut: skipped,
    rows: objects.length,
  };
}

function objectsOf(document: unknown): readonly unknown[] {
  if (Array.isArray(document)) return document;
  if (typeof document === "object" && document !== null) {
    if ("objects" in document && Array.isArray(document.objects)) return document.objects;
    if ("type" in document && typeof document.type === "string" && document.type !== "bundle") return [document];
  }
  throw new SoarkitError("HUB_BUNDLE_INVALID", { reason: "it has no list of objects" });
}

function mispContents(document: unknown, settings: LoadSettings, now: number): Contents {
  const events = readEvents(document).map((event) => {
    const entries = attributesOf(event);
    const judged = judgeEvent(event);
    const judgement = settings.tlp !== undefined && !event.Tag.some((tag) => /^tlp:/i.test(tag)) ? { ...judged, tlp: settings.tlp } : judged;
    return { event, entries, judgement, prepared: prepare(event, entries, judgement, settings, now) };
  });
  return {
    records: events.flatMap(({ event, prepared }) => prepared.rows.map((row) => ({ row, dated: true, report: event.uuid }))),
    reports: events.map(({ event, judgement, prepared }) => ({
      uuid: event.uuid,
      title: event.info,
      date: timeOf(event.date) ?? now,
      tlp: toStaxxTlp(judgement.tlp),
      actor: judgement.actor,
      comment: prepared.comments.join("\n"),
      links: prepared.links,
      elsewhere: [],
      feed: settings.feed ?? feedOf(event),
    })),
    revoked: [],
    leftOut: events.flatMap(({ prepared }) => prepared.skipped),
    rows: events.reduce((sum, { entries }) => sum + entries.length, 0),
  };
}
