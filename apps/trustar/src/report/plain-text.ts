import type { TextContent } from "@soarkit/protocol";

/** Elements after which a new line begins. */
const blockEnds: ReadonlySet<string> = new Set(["br", "hr", "/p", "/div", "/li", "/tr", "/pre", "/blockquote", "/h1", "/h2", "/h3", "/h4", "/h5", "/h6", "/table", "/ul", "/ol"]);

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** The words of a rich text as plain text: tags go, blocks become lines. Plain text stays as it is. */
export function plainText(text: string | TextContent | null | undefined): string {
  if (text === null || text === undefined) return "";
  if (typeof text !== "string" && text.format === "text") return tidy(text.content);
  return tidy(unescapeEntities(withoutTags(typeof text === "string" ? text : text.content)));
}

/** Text on one line. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Reads from left to right once, so that no text takes longer than its length. */
function withoutTags(html: string): string {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const open = html.indexOf("<", at);
    if (open === -1) break;
    const isTag = /[a-z/!?]/i.test(html.charAt(open + 1));
    const close = isTag ? html.indexOf(">", open) : -1;
    if (isTag && close === -1) break;
    if (!isTag) {
      parts.push(html.slice(at, open + 1));
      at = open + 1;
      continue;
    }
    parts.push(html.slice(at, open));
    const name = /^\/?[a-z0-9]+/i.exec(html.slice(open + 1, open + 12))?.[0].toLowerCase() ?? "";
    if (blockEnds.has(name)) parts.push("\n");
    at = close + 1;
  }
  parts.push(html.slice(at));
  return parts.join("");
}

function unescapeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole: string, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : whole;
  });
}

function tidy(text: string): string {
  return text.replace(/\r\n?/g, "\n").split("\n").map((line) => line.trim()).join("\n").replace(/\n{3,}/g, "\n\n").trim();
}
