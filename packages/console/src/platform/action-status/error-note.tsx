import { Text } from "@mantine/core";
import { Copy } from "../../parts/copy.js";
import { errorAdvice, wasEnded } from "./entry-words.js";
import type { InvocationEntry } from "./types.js";
import { Note } from "./note.js";

const longest = 400;

/** What went wrong in the app's words, then what to do; the long rest is folded. */
export function ErrorNote({ entry }: { entry: InvocationEntry }) {
  const { error } = entry;
  if (error === null) return null;
  const [firstLine = "", ...more] = error.split("\n");
  const first = firstLine.length > longest ? `${firstLine.slice(0, longest)}…` : firstLine;
  const isLong = more.length > 0 || firstLine.length > longest;
  return (
    <Note tone={wasEnded(entry) ? "info" : "error"} title={titleOf(entry)}>
      <Text size="md" className="as-error-text">
        {first} <Copy text={error} label="the error" what="the error" />
      </Text>
      {isLong ? (
        <details>
          <summary>The whole error</summary>
          <pre className="as-pre">{error}</pre>
        </details>
      ) : null}
      <Text size="md" mt={6}>
        {errorAdvice(entry)}
      </Text>
    </Note>
  );
}

function titleOf(entry: InvocationEntry): string {
  if (wasEnded(entry)) return "A person ended it";
  if (entry.outcome === "failed") return "It could not be done";
  return entry.outcome === "timed_out" ? "No answer in time" : "It went wrong";
}
