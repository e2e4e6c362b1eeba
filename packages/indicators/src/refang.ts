/** A refanged text together with the way back to the text it was made from. */
export interface RefangedText {
  readonly text: string;
  /** Position in the original text of the refanged position `index` (0 to `text.length`). */
  originalOffset(index: number): number;
}

// Brackets around a dot, an at sign, a colon or slashes, and the schemes people write so that nobody clicks.
const defanged =
  /[[({]{1,8}[ \t]?(?<dot>\.|dot)[ \t]?[\])}]{1,8}|[[({]{1,8}[ \t]?(?<at>@|at)[ \t]?[\])}]{1,8}|\[(?<marks>:\/\/|:|\/{1,2})\]|(?<![\p{L}\p{N}])(?:hxxp|h\*\*p|h__p|meow)(?<web>s?)(?=:\/)|(?<![\p{L}\p{N}])fxp(?<file>s?)(?=:\/)/giu;

/** Turns `hxxp://evil[.]com`, `user[at]evil(dot)com` and the like into the value they stand for. Never throws. */
export function refang(text: string): string {
  return refangText(text).text;
}

/** Texts up to this length are refanged until nothing changes, longer ones so often: a value is short, and a hostile text stays linear. */
const shortText = 4_096;
const passesOfLong = 4;

/** {@link refang} that remembers where every character came from. */
export function refangText(text: string): RefangedText {
  let current = text;
  let offsets: Uint32Array | undefined;
  for (let passes = 0; text.length <= shortText || passes < passesOfLong; passes++) {
    const pass = refangOnce(current, offsets);
    if (pass === undefined) break;
    current = pass.text;
    offsets = pass.offsets;
  }
  const map = offsets;
  return { text: current, originalOffset: (index) => map?.[index] ?? index };
}

function refangOnce(text: string, before: Uint32Array | undefined): { text: string; offsets: Uint32Array } | undefined {
  const matches = [...text.matchAll(defanged)];
  if (matches.length === 0) return undefined;
  const pieces: string[] = [];
  const offsets = new Uint32Array(text.length + 1);
  let from = 0;
  let length = 0;
  const place = (index: number): number => before?.[index] ?? index;
  const keep = (until: number): void => {
    for (let index = from; index < until; index++) offsets[length + index - from] = place(index);
    pieces.push(text.slice(from, until));
    length += until - from;
  };
  for (const match of matches) {
    keep(match.index);
    const plain = plainForm(match);
    for (let index = 0; index < plain.length; index++) offsets[length + index] = place(match.index);
    pieces.push(plain);
    length += plain.length;
    from = match.index + match[0].length;
  }
  keep(text.length);
  offsets[length] = place(text.length);
  return { text: pieces.join(""), offsets };
}

function plainForm(match: RegExpMatchArray): string {
  const groups = match.groups ?? {};
  if (groups.dot !== undefined) return ".";
  if (groups.at !== undefined) return "@";
  if (groups.marks !== undefined) return groups.marks;
  return groups.file === undefined ? `http${(groups.web ?? "").toLowerCase()}` : `ftp${groups.file.toLowerCase()}`;
}
