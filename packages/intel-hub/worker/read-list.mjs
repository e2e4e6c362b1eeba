// Reads warning list files beside the event loop: parsing and sorting a list of a million names takes seconds.
// Plain JavaScript, because a worker thread starts from a file, in tests from the sources as well.
import { readFileSync, statSync } from "node:fs";
import { parentPort } from "node:worker_threads";

/** Largest file, bytes; longest entry, characters; above so many entries a list is packed. */
const largestFile = 256 * 1024 * 1024;
const longestEntry = 2_048;
const packedAbove = 20_000;
const kinds = ["string", "substring", "hostname", "cidr", "regex"];

const textOf = (value) => (typeof value === "string" ? value.trim() : typeof value === "number" ? String(value) : "");

function readList(path) {
  if (statSync(path).size > largestFile) throw new Error(`the file is larger than ${largestFile / 1024 / 1024} MB`);
  const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  let document;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new Error(`it is not JSON: ${error.message.slice(0, 200)}`, { cause: error });
  }
  if (typeof document !== "object" || document === null || Array.isArray(document)) throw new Error("it must be a JSON object with name, type and list");
  const name = textOf(document.name);
  if (name === "") throw new Error("it has no name");
  const type = textOf(document.type).toLowerCase();
  if (!kinds.includes(type)) throw new Error(`type must be one of ${kinds.join(", ")}, not ${JSON.stringify(document.type ?? null).slice(0, 100)}`);
  if (!Array.isArray(document.list)) throw new Error("it has no list of values");
  const { matching_attributes: attributes = [] } = document;
  if (!Array.isArray(attributes) || attributes.some((one) => typeof one !== "string")) throw new Error("matching_attributes must be a list of MISP attribute types");
  const foldCase = type !== "regex";
  const entries = new Set();
  let left = 0;
  for (const entry of document.list) {
    const value = textOf(entry);
    if (value === "" || value.length > longestEntry) left += 1;
    else entries.add(foldCase ? (type === "hostname" ? value.toLowerCase().replace(/^\*?\.+|\.+$/g, "") : value.toLowerCase()) : value);
  }
  entries.delete("");
  const head = { name: name.slice(0, 300), description: textOf(document.description).slice(0, 2_000), version: textOf(document.version).slice(0, 50), type, attributes, known: textOf(document.category).toLowerCase().startsWith("known"), left, size: entries.size };
  return entries.size > packedAbove && (type === "string" || type === "hostname") ? { head, packed: pack([...entries]) } : { head, entries: [...entries] };
}

/** Entries one after the other in byte order, with the offset of each: looked up by bisection, handed over without a copy. */
function pack(entries) {
  const encoded = entries.map((entry) => Buffer.from(entry, "utf8")).sort(Buffer.compare);
  const offsets = new Uint32Array(encoded.length + 1);
  encoded.forEach((bytes, index) => {
    offsets[index + 1] = offsets[index] + bytes.length;
  });
  const bytes = new Uint8Array(offsets[encoded.length]);
  encoded.forEach((entry, index) => bytes.set(entry, offsets[index]));
  return { bytes, offsets };
}

parentPort.on("message", ({ path }) => {
  try {
    const list = readList(path);
    parentPort.postMessage({ list }, list.packed === undefined ? [] : [list.packed.bytes.buffer, list.packed.offsets.buffer]);
  } catch (error) {
    parentPort.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
