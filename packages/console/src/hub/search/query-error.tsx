/** A query with its mistake marked: the line it is in, and a mark below the character. @param position from 1. */
export function QueryError({ query, position, reason }: { query: string; position: number; reason: string }) {
  const at = Math.min(Math.max(position - 1, 0), query.length);
  const lineStart = query.lastIndexOf("\n", at - 1) + 1;
  const lineEnd = query.indexOf("\n", at);
  const line = query.slice(lineStart, lineEnd === -1 ? undefined : lineEnd);
  const column = at - lineStart;
  const from = Math.max(0, column - 60);
  const shown = line.slice(from, from + 120);
  return (
    <div className="hub-mark" role="alert">
      <strong>
        At character {position}: {reason}.
      </strong>
      <pre>
        {shown.slice(0, column - from)}
        <em>{shown.slice(column - from, column - from + 1) === "" ? " " : shown.slice(column - from, column - from + 1)}</em>
        {shown.slice(column - from + 1)}
        {"\n"}
        <em aria-hidden="true">{`${" ".repeat(Math.max(0, column - from))}▲`}</em>
      </pre>
    </div>
  );
}
