import { Writable } from "node:stream";

const names: Readonly<Record<number, string>> = { 10: "TRACE", 20: "DEBUG", 30: "INFO", 40: "WARN", 50: "ERROR", 60: "FATAL" };
const ownKeys = new Set(["level", "time", "pid", "hostname", "name", "msg", "err"]);

/** Turns log lines of JSON into lines for people and passes them on. */
export function prettyStream(target: NodeJS.WritableStream): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      target.write(prettyLine(chunk.toString()));
      done();
    },
  });
}

/** `10:15:03 INFO  platform: Ready port=8443`, an error's stack below it. */
export function prettyLine(line: string): string {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return line;
  }
  const time = typeof entry["time"] === "number" ? new Date(entry["time"]).toTimeString().slice(0, 8) : "";
  const level = names[Number(entry["level"])] ?? "INFO";
  const more = Object.entries(entry)
    .filter(([key]) => !ownKeys.has(key))
    .map(([key, value]) => ` ${key}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  return `${time} ${level.padEnd(5)} ${text(entry["name"])}: ${text(entry["msg"])}${more.join("")}\n${stack(entry["err"])}`;
}

function stack(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  const { stack: trace, message, cause } = error as { stack?: unknown; message?: unknown; cause?: unknown };
  const own = (text(trace) || text(message)).replace(/^/gm, "    ");
  const below = stack(cause);
  return `${own}\n${below === "" ? "" : `    caused by:\n${below}`}`;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
