import { pino, type DestinationStream } from "pino";
import { prettyStream } from "./pretty.js";
import { plainErrors, redactLine } from "./redact.js";

/** What every part of Soarkit logs with; made by `createLogger`, so that no line leaves unredacted. */
export type Logger = pino.Logger;

/** How a logger is made. */
export interface LoggerOptions {
  /** Which part of Soarkit speaks; on every line. */
  readonly name: string;
  /** `trace`, `debug`, `info` (default), `warn`, `error`, `fatal` or `silent`; upper case is accepted. */
  readonly level?: string;
  /** A file to append to (mode 0600, folders are made) in place of standard output. */
  readonly file?: string;
  /** A stream to write to in place of standard output. */
  readonly destination?: NodeJS.WritableStream;
  /** Lines for people in place of JSON. */
  readonly pretty?: boolean;
}

/**
 * A logger whose every finished line is redacted, by key and by registered value, wherever the secret stood: message,
 * bindings, nested objects, errors and their causes.
 */
export function createLogger(options: LoggerOptions): Logger {
  return pino(
    {
      name: options.name,
      level: levelOf(options.level),
      base: { name: options.name },
      // Errors are made plain by `formatters.log`; pino's own serialiser would take them for foreign objects.
      serializers: { err: (value: unknown) => value },
      formatters: { log: (entry) => plainErrors(entry) as Record<string, unknown> },
      hooks: { streamWrite: redactLine },
    },
    destinationOf(options),
  );
}

function destinationOf(options: LoggerOptions): DestinationStream {
  if (options.file !== undefined) return pino.destination({ dest: options.file, append: true, mkdir: true, mode: 0o600, sync: true });
  const stream = options.destination ?? process.stdout;
  return options.pretty === true ? prettyStream(stream) : stream;
}

/** Unknown names fall back to `info`, as IBM's server does. Source: integration-server.md §2.4 `loglevel`. */
function levelOf(level = "info"): string {
  const name = level.toLowerCase();
  const spelled = name === "warning" ? "warn" : name === "critical" ? "fatal" : name;
  return spelled === "silent" || spelled in pino.levels.values ? spelled : "info";
}
