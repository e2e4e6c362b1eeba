const blanks = "\\s\\x1c-\\x1f\\x85";
// JavaScript's \s has the byte-order mark, Python's has not.
const leading = new RegExp(`^(?:(?!\\ufeff)[${blanks}])+`);
const trailing = new RegExp(`(?:(?!\\ufeff)[${blanks}])+$`);

/** A text without the blanks that Python's `str.strip` takes away. */
export function strip(text: string): string {
  return stripEnd(text.replace(leading, ""));
}

/** As Python's `str.rstrip`. */
export function stripEnd(text: string): string {
  let end = text.length;
  // A search for trailing blanks by pattern alone is slow on long runs of blanks inside a line.
  while (end > 0 && trailing.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** How many characters of blanks a line starts with. */
export function indentation(line: string): number {
  return leading.exec(line)?.[0].length ?? 0;
}
