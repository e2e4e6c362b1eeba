import type { TextContent } from "@soarkit/protocol";
import sanitizeHtml from "sanitize-html";
import type { TextFormat } from "./formats.js";

/** Longest rich text, in characters. */
export const maxTextLength = 1_000_000;

const policy: sanitizeHtml.IOptions = {
  allowedTags: [
    "a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i",
    "ins", "li", "ol", "p", "pre", "s", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "u", "ul",
  ],
  allowedAttributes: {
    a: ["href", "title", "target", "rel"],
    font: ["color", "size"],
    td: ["colspan", "rowspan"],
    th: ["colspan", "rowspan", "scope"],
    "*": ["style"],
  },
  allowedStyles: {
    "*": {
      color: [/^#[0-9a-f]{3,8}$/i, /^rgb\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*\)$/i, /^[a-z]{3,30}$/i],
      "background-color": [/^#[0-9a-f]{3,8}$/i, /^rgb\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*\)$/i, /^[a-z]{3,30}$/i],
      "font-weight": [/^(bold|normal|[1-9]00)$/],
      "font-style": [/^(italic|normal)$/],
      "text-align": [/^(left|right|center|justify)$/],
      "text-decoration": [/^(underline|line-through|none)$/],
    },
  },
  allowedSchemes: ["http", "https", "mailto"],
  allowProtocolRelative: false,
  disallowedTagsMode: "discard",
  transformTags: { a: sanitizeHtml.simpleTransform("a", { rel: "noopener noreferrer nofollow" }) },
  nestingLimit: 50,
};

/** HTML with only what notes and descriptions need: no scripts, no event handlers, no foreign content. */
export function cleanHtml(html: string): string {
  return sanitizeHtml(html, policy);
}

/** A rich-text value made safe. */
export function cleanText(text: TextContent): TextContent {
  return text.format === "html" ? { format: "html", content: cleanHtml(text.content) } : { format: "text", content: text.content };
}

/** The words of a rich text, without markup. */
export function plainText(text: TextContent): string {
  if (text.format !== "html") return text.content;
  const lines = text.content.replace(/<(br|hr)\s*\/?>|<\/(p|div|li|tr|h[1-6]|pre|blockquote)>/gi, "\n");
  return unescapeHtml(sanitizeHtml(lines, { allowedTags: [], allowedAttributes: {} })).trim();
}

/** Plain text as HTML that shows the same. */
export function htmlOf(text: TextContent): string {
  return text.format === "html" ? cleanHtml(text.content) : escapeHtml(text.content).replace(/\r\n|\r|\n/g, "<br />");
}

/**
 * A stored rich text in the form asked for (soar-protocol §1.7): the string alone by default (HTML for fields that
 * hold rich text), `{format, content}` as stored or converted otherwise. It is cleaned again on the way out.
 */
export function writeText(text: TextContent | null, format: TextFormat, richText: boolean): string | TextContent | null {
  if (text === null) return null;
  switch (format) {
    case "default":
      return richText ? htmlOf(text) : cleanText(text).content;
    case "objects_no_convert":
      return cleanText(text);
    case "objects_convert":
      return richText ? { format: "html", content: htmlOf(text) } : { format: "text", content: plainText(text) };
    case "objects_convert_html":
      return { format: "html", content: htmlOf(text) };
    case "objects_convert_text":
      return { format: "text", content: plainText(text) };
  }
}

/** Text that shows as itself inside HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;").replace(/'/g, "&#39;");
}

function unescapeHtml(text: string): string {
  return text
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&nbsp;/g, " ")
    .replace(/&amp;/g, "&");
}
