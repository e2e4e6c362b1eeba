import DOMPurify from "dompurify";
import { cleanerSettings } from "../shell/trusted-types.js";

const allowedTags = [
  "p", "br", "b", "strong", "i", "em", "u", "s", "code", "pre", "blockquote", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "h3", "h4", "a", "span", "div", "hr",
];

let cleaner: ReturnType<typeof DOMPurify> | undefined;

function own(): ReturnType<typeof DOMPurify> {
  if (cleaner !== undefined) return cleaner;
  cleaner = DOMPurify(window);
  cleaner.addHook("uponSanitizeElement", (node, data) => {
    if (data.tagName !== "img" || !(node instanceof Element)) return;
    node.replaceWith(document.createTextNode("[Image removed (tracking)]"));
  });
  cleaner.addHook("afterSanitizeAttributes", (node) => {
    if (node.tagName !== "A") return;
    node.setAttribute("rel", "noopener noreferrer nofollow");
  });
  return cleaner;
}

/** Attributes that the browser would report while the markup is only being read; what protects is the list of allowed ones. */
const reported = /\s(?:style|on[a-z]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi;

/** HTML with only the tags of notes, `href` to http, https and mail, and no styles, classes, images or forms. */
export function sanitise(html: string): string {
  return own().sanitize(html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(reported, "")), {
    ALLOWED_TAGS: allowedTags,
    ALLOWED_ATTR: ["href"],
    ALLOWED_URI_REGEXP: /^(?:https?:\/\/|mailto:|\/(?!\/))/i,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ADD_ATTR: ["rel"],
    ...cleanerSettings,
  });
}
