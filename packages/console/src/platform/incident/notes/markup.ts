const fence = /^```/;

/**
 * A note as it is typed, as HTML: paragraphs, `**bold**`, `_emphasis_`, `` `code` ``, lists with `-`, quotes with `>`
 * and blocks between lines of three backticks. Everything else, markup too, shows as it was typed.
 */
export function noteHtml(text: string): string {
  const lines = text.replaceAll("\r\n", "\n").trim().split("\n");
  const html: string[] = [];
  let index = 0;
  const take = (belongs: (line: string) => boolean): string[] => {
    const taken: string[] = [];
    for (let line = lines[index]; line !== undefined && belongs(line); line = lines[++index]) taken.push(line);
    return taken;
  };
  while (index < lines.length) {
    const line = lines[index] ?? "";
    if (fence.test(line)) {
      index += 1;
      const code = take((next) => !fence.test(next));
      index += 1;
      html.push(`<pre>${escape(code.join("\n"))}</pre>`);
    } else if (/^\s*[-*] /.test(line)) {
      html.push(`<ul>${take((next) => /^\s*[-*] /.test(next)).map((item) => `<li>${inline(item.replace(/^\s*[-*] /, ""))}</li>`).join("")}</ul>`);
    } else if (line.startsWith("> ")) {
      html.push(`<blockquote>${take((next) => next.startsWith("> ")).map((quoted) => inline(quoted.slice(2))).join("<br />")}</blockquote>`);
    } else if (line.trim() === "") {
      index += 1;
    } else {
      html.push(`<p>${take(isPlain).map(inline).join("<br />")}</p>`);
    }
  }
  return html.join("");
}

function isPlain(line: string): boolean {
  return line.trim() !== "" && !fence.test(line) && !/^\s*[-*] /.test(line) && !line.startsWith("> ");
}

/** Markup inside a line; what stands between backticks is left as it is. */
function inline(line: string): string {
  return line
    .split(/(`[^`\n]+`)/)
    .map((part, index) => {
      if (index % 2 === 1) return `<code>${escape(part.slice(1, -1))}</code>`;
      return escape(part).replace(/\*\*(\S(?:[^*]*\S)?)\*\*/g, "<strong>$1</strong>").replace(/(?<=^|\s)_(\S(?:[^_]*\S)?)_(?=$|[\s.,;:])/g, "<em>$1</em>");
    })
    .join("");
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
