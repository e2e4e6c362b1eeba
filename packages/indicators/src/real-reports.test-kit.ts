import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { extractIndicators } from "./extract.js";
import { readMispAttribute, type MispReading } from "./misp-types.js";
import { refang } from "./refang.js";

/** An attribute of an event as its file has it. */
export interface EventAttribute {
  readonly type: string;
  readonly value: string;
  readonly category: string;
  /** Empty for an attribute that stands free. */
  readonly relation: string;
}

/** A file of the checkout as text. */
export function fileText(path: string): string {
  return readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), "utf8");
}

interface RawAttribute {
  readonly type: string;
  readonly value: string;
  readonly category?: string;
  readonly object_relation?: string | null;
}
interface RawEvent {
  readonly Attribute?: readonly RawAttribute[];
  readonly Object?: readonly { readonly Attribute: readonly RawAttribute[] }[];
}

const folders = ["samples", "packages/intel-hub/fixtures/eset-misp"];

/** Names of the twelve events with their files. */
export function eventFiles(): [name: string, path: string][] {
  return folders.flatMap((folder) =>
    readdirSync(fileURLToPath(new URL(`../../../${folder}`, import.meta.url)))
      .filter((name) => name.endsWith(".json"))
      .map((name): [string, string] => [name.replace(".json", ""), `${folder}/${name}`]),
  );
}

/** Every attribute of an event file, those of its objects included. */
export function attributesOf(path: string): EventAttribute[] {
  let document = JSON.parse(fileText(path)) as Record<string, unknown> | unknown[];
  for (;;) {
    const inner = (Array.isArray(document) ? document[0] : (document["response"] ?? document["Event"])) as typeof document | undefined;
    if (inner === undefined) break;
    document = inner;
  }
  const { Attribute = [], Object: objects = [] } = document as RawEvent;
  const plain = (attribute: RawAttribute, relation: string): EventAttribute => ({ type: attribute.type, value: attribute.value, category: attribute.category ?? "", relation });
  return [...Attribute.map((one) => plain(one, "")), ...objects.flatMap((object) => object.Attribute.map((one) => plain(one, one.object_relation ?? "")))];
}

/** What Soarkit makes of an attribute. */
export function reading({ type, value, category, relation }: EventAttribute): MispReading {
  return readMispAttribute({ type, value, category, ...(relation === "" ? {} : { objectRelation: relation }) });
}

/** What extraction from a report's text finds of what its event lists. A link and a URL are one thing to a text. */
export interface Measured {
  readonly found: readonly string[];
  readonly missed: readonly { readonly value: string; readonly why: string }[];
  readonly invented: readonly { readonly value: string; readonly why: string }[];
}

/** Compares a report with its event; every difference has its reason, which the files themselves show. */
export function measure(report: string): Measured {
  const text = fileText(`packages/indicators/fixtures/eset-misp/${report}.adoc`);
  const path = `samples/${report}.json`;
  const key = (type: string, value: string): string => `${type === "link" ? "url" : type} ${value}`;
  const listed = new Set(attributesOf(path).flatMap((attribute) => { const read = reading(attribute); return read.ok ? read.values.map(({ type, value }) => key(type, value)) : []; })); // prettier-ignore
  const seen = new Set(extractIndicators(text).map(({ type, value }) => key(type, value)));
  const plain = refang(text);
  return {
    found: [...seen].filter((value) => listed.has(value)),
    missed: [...listed].filter((value) => !seen.has(value)).map((value) => ({ value, why: whyMissed(bare(value), plain, seen) })),
    invented: [...seen].filter((value) => !listed.has(value)).map((value) => ({ value, why: whyInvented(value, listed, fileText(path)) })),
  };
}

function bare(key: string): string {
  return key.slice(key.indexOf(" ") + 1);
}

const loose = (value: string): string => value.toLowerCase().replaceAll(/[\s_]/g, "");

function whyMissed(value: string, text: string, seen: ReadonlySet<string>): string {
  if (text.includes(value)) return "NOT EXPLAINED: it stands in the report";
  if ([...seen].some((other) => loose(bare(other)) === loose(value))) return "the report spells it otherwise";
  return text.toLowerCase().includes(value.toLowerCase()) ? "NOT EXPLAINED: it stands in the report in another case" : "only in the event";
}

function whyInvented(key: string, listed: ReadonlySet<string>, event: string): string {
  const value = bare(key);
  if ([...listed].some((other) => loose(bare(other)) === loose(value))) return "the event spells it otherwise";
  if ([...listed].some((other) => other.startsWith("url ") && new URL(bare(other)).hostname === value)) return "host of a URL that the event lists";
  if (key.startsWith("url https://www.welivesecurity.com/") || key === "url https://www.misp-project.org") return "reference of the report";
  return JSON.stringify(event).toLowerCase().includes(value.toLowerCase()) ? "NOT EXPLAINED: it stands in the event" : "only in the report";
}
