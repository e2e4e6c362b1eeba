import { classify, extractIndicators, isFilePath, isInsistedType, longestValue, toStaxxType, type Classified, type IndicatorType, type InsistedType, type StaxxType } from "@soarkit/indicators";

/** A value of an import that STAXX can keep. */
export interface IntelValue {
  /** The exact type, e.g. `sha256`. */
  readonly type: IndicatorType;
  /** What STAXX calls it, e.g. `md5`; its own name where STAXX has none. */
  readonly staxxType: StaxxType | InsistedType;
  readonly value: string;
}

/** A value that was left out, and why. */
export interface DroppedValue {
  readonly value: string;
  readonly type: string;
  readonly reason: string;
}

/** What a text to be imported holds; each value once. */
export interface IntelText {
  readonly values: readonly IntelValue[];
  readonly dropped: readonly DroppedValue[];
}

/** Most values of one import. */
export const mostValues = 10_000;

/**
 * Reads the text of an import (`intel_str`): one value, a list of values by lines, commas or semicolons, or running text. What looks like a
 * path, a MAC address or a file name is dropped with the reason, never cut down to something else.
 *
 * @param insist - keep paths and MAC addresses, whole
 */
export function readIntelText(text: string, insist = false): IntelText {
  const found = new Map<string, IntelValue>();
  const dropped = new Map<string, DroppedValue>();
  const keep = (type: IndicatorType, value: string): void => {
    const staxxType = toStaxxType(type) ?? (insist && isInsistedType(type) ? type : undefined);
    if (staxxType === undefined) dropped.set(`${type} ${value}`, { value: excerpt(value), type, reason: unsupported(type) });
    else found.set(`${type} ${value}`, { type, staxxType, value });
  };
  for (const line of text.split(/[\r\n]+/)) {
    for (const entry of entriesOf(line)) {
      const whole = oneValue(entry);
      if (whole !== undefined) keep(whole.type, whole.value);
      else if (/\s/.test(entry)) for (const { type, value } of extractIndicators(entry)) keep(type, value);
      else readToken(entry, keep, (reason) => dropped.set(entry, { value: excerpt(entry), type: "", reason }));
    }
  }
  return { values: [...found.values()], dropped: [...dropped.values()] };
}

/** A line is one value, or a list, or a sentence. A URL may hold commas; it is a list only when each part is a value. */
function entriesOf(line: string): string[] {
  const bare = line.trim();
  if (bare === "") return [];
  const parts = bare.split(/[,;]/).map((part) => part.trim()).filter((part) => part !== ""); // prettier-ignore
  // A path may hold commas as well.
  if (isFilePath(bare) && !parts.every(isFilePath)) return [bare];
  if (parts.length > 0 && parts.every((part) => oneValue(part) !== undefined)) return parts;
  if (oneValue(bare) !== undefined) return [bare];
  return parts.every((part) => !/\s/.test(part)) ? parts : [bare];
}

/** Words that end in something like `.com` are no file name. */
function oneValue(text: string): Classified | undefined {
  const found = classify(text);
  return found?.type === "file_name" && /\s/.test(text) ? undefined : found;
}

function readToken(token: string, keep: (type: IndicatorType, value: string) => void, drop: (reason: string) => void): void {
  if (token.length > longestValue) {
    drop(`the value is longer than ${longestValue.toLocaleString("en")} characters`);
    return;
  }
  const inside = extractIndicators(token);
  for (const { type, value } of inside) keep(type, value);
  if (inside.length === 0) drop("unsupported value: it is no IP address, domain, URL, e-mail address or file hash");
}

const hints: Partial<Record<IndicatorType, string>> = {
  mac: "unsupported value type MAC address",
  file_path: "unsupported value type file path; send the file's hash",
  file_name: "unsupported value type file name; send the file's hash",
  cidr: "unsupported value type network; send the single addresses",
};

function unsupported(type: IndicatorType): string {
  return hints[type] ?? `unsupported value type ${type.replaceAll("_", " ")}`;
}

function excerpt(value: string): string {
  return value.length > 200 ? `${value.slice(0, 200)}…` : value;
}
