const references: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;" };

/** Text for the content of an XML element. Characters that XML cannot carry are left out. */
export function xmlText(text: string): string {
  return legal(text).replace(/[&<>\r]/g, (character) => references[character] ?? character);
}

/** Text for the value of an XML attribute in double quotes. */
export function xmlAttribute(text: string): string {
  return legal(text).replace(/[&<>"\n\r\t]/g, (character) => references[character] ?? character);
}

/**
 * JSON for the content of an XML element. Nothing is lost: what XML cannot carry is written as JSON's own `\u` escape.
 */
export function xmlJson(value: unknown): string {
  const json = JSON.stringify(value).replace(/[\u007f-\u009f\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return xmlText(json);
}

function legal(text: string): string {
  // XML 1.0 §2.2 "Char".
  return text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");
}
