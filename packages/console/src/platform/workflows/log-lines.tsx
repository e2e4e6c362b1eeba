import type { LogLine } from "./types.js";

/** Lines that a script wrote, as text. */
export function LogLines({ lines, label }: { lines: readonly (LogLine | string)[] | string; label: string }) {
  const all = typeof lines === "string" ? lines.split("\n") : lines;
  return (
    <pre className="wf-log" tabIndex={0} role="region" aria-label={label}>
      {all.map((line, index) => (typeof line === "string" ? `${line}\n` : <span key={index} data-level={line.level}>{`${line.level.padEnd(7)} ${line.text}\n`}</span>))}
    </pre>
  );
}
