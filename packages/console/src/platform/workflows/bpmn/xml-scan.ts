/** One element of an XML text with the places where it stands, so that a part of the text can be replaced and the rest kept. */
export interface XmlElement {
  /** As written: `resilient:function`. */
  readonly name: string;
  /** Name without its prefix. */
  readonly local: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Where the opening tag begins. */
  readonly start: number;
  /** Behind the `>` of the opening tag. */
  readonly open: number;
  /** Where the closing tag begins; the same as `open` for an element that closes itself. */
  readonly close: number;
  /** Behind the element. */
  readonly end: number;
  /** True for `<a/>`. */
  readonly selfClosing: boolean;
}

/** An XML text that cannot be read. */
export class XmlUnreadable extends Error {
  constructor(
    readonly line: number,
    reason: string,
  ) {
    super(`Line ${line}: ${reason}`);
    this.name = "XmlUnreadable";
  }
}

interface Opened {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly start: number;
  readonly open: number;
  readonly children: XmlElement[];
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const tagPattern = /^<([\w.:-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/;
const attributePattern = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** Text with its entities replaced. */
export function decodeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return entities[name ?? ""] ?? whole;
  });
}

/** Text as it stands between tags. */
export function encodeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\r", "&#13;");
}

/** The text inside an element without those of its children; CDATA sections as they are, entities replaced. */
export function innerText(xml: string, element: XmlElement): string {
  let text = "";
  let at = element.open;
  for (const child of element.children) {
    text += plainText(xml.slice(at, child.start));
    at = child.end;
  }
  return text + plainText(xml.slice(at, element.close));
}

function plainText(text: string): string {
  return text
    .split(/(<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->)/)
    .map((part) => (part.startsWith("<![CDATA[") ? part.slice(9, -3) : part.startsWith("<!--") ? "" : decodeXml(part)))
    .join("");
}

/**
 * Reads the elements of an XML text. Document types are refused: no workflow has one.
 * @throws XmlUnreadable with the line
 */
export function scanXml(xml: string): XmlElement {
  const stack: Opened[] = [];
  let root: XmlElement | undefined;
  let at = 0;
  const fail = (where: number, reason: string): never => {
    throw new XmlUnreadable(xml.slice(0, where).split("\n").length, reason);
  };
  const skip = (end: string, what: string): void => {
    const found = xml.indexOf(end, at);
    if (found < 0) fail(at, `the ${what} does not end.`);
    at = found + end.length;
  };
  const finish = (opened: Opened, close: number, end: number, selfClosing: boolean): void => {
    const element: XmlElement = { ...opened, local: opened.name.replace(/^.*:/, ""), close, end, selfClosing };
    const parent = stack.at(-1);
    if (parent === undefined) root ??= element;
    else parent.children.push(element);
  };
  for (at = xml.indexOf("<"); at >= 0; at = xml.indexOf("<", at)) {
    if (xml.startsWith("<!--", at)) skip("-->", "comment");
    else if (xml.startsWith("<![CDATA[", at)) skip("]]>", "CDATA section");
    else if (xml.startsWith("<?", at)) skip("?>", "processing instruction");
    else if (xml.startsWith("<!", at)) fail(at, "a document type is not allowed in a workflow.");
    else if (xml.startsWith("</", at)) {
      const end = xml.indexOf(">", at) + 1;
      const name = xml.slice(at + 2, end - 1).trim();
      const opened = stack.pop();
      if (end === 0 || opened?.name !== name) return fail(at, `</${name}> closes ${opened === undefined ? "nothing" : `<${opened.name}>`}.`);
      finish(opened, at, end, false);
      at = end;
    } else {
      const tag = tagPattern.exec(xml.slice(at, tagEnd(xml, at)));
      if (tag === null) return fail(at, "this tag cannot be read.");
      const [whole, name = "", attributes = "", slash] = tag;
      const opened: Opened = { name, attributes: readAttributes(attributes), start: at, open: at + whole.length, children: [] };
      at = opened.open;
      if (slash === "/") finish(opened, opened.open, opened.open, true);
      else stack.push(opened);
    }
  }
  const unclosed = stack.at(-1);
  if (unclosed !== undefined) return fail(unclosed.start, `<${unclosed.name}> is not closed.`);
  return root ?? fail(0, "there is no element.");
}

/** Behind the `>` that ends the tag; a `>` inside quotes does not. */
function tagEnd(xml: string, start: number): number {
  let quote = "";
  for (let at = start; at < xml.length; at += 1) {
    const letter = xml.charAt(at);
    if (quote !== "") quote = letter === quote ? "" : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === ">") return at + 1;
  }
  return xml.length;
}

function readAttributes(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = "", double, single] of text.matchAll(attributePattern)) attributes[name] = decodeXml(double ?? single ?? "");
  return attributes;
}

/** Every element inside, the element itself first, in the order of the text. */
export function* everyElement(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const child of element.children) yield* everyElement(child);
}

/** The first child with this local name. */
export function childNamed(element: XmlElement, local: string): XmlElement | undefined {
  return element.children.find((child) => child.local === local);
}
