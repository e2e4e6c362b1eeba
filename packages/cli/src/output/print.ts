import pc from "picocolors";

/** What a person reads goes to standard output, one line at a time. */
export function print(line = ""): void {
  process.stdout.write(`${line}\n`);
}

/** A remark beside an output that a program may read: it goes to standard error. */
export function printNote(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The machine's form of an answer: one JSON document. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** A line that says how a step ended. */
export function printStep(ok: boolean, text: string, seconds?: number): void {
  const mark = ok ? pc.green("✓") : pc.red("✗");
  print(`${mark} ${text}${seconds === undefined ? "" : pc.dim(` (${seconds.toFixed(1)} s)`)}`);
}

export const bold = (text: string): string => pc.bold(text);
export const dim = (text: string): string => pc.dim(text);
