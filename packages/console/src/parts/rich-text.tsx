import type { TextContent } from "@soarkit/protocol";
import { useMemo } from "react";
import { sanitise } from "./sanitise.js";

/** A note, description or summary. */
export interface RichTextProps {
  /** A string is taken as HTML, as the platform answers rich fields; `{format: "text"}` is shown as it stands. */
  content: string | TextContent | null | undefined;
}

/** Shows foreign rich text, cleaned a second time (console.md §1.4). The only place that writes HTML. */
export function RichText({ content }: RichTextProps) {
  const text: TextContent = typeof content === "string" ? { format: "html", content } : (content ?? { format: "text", content: "" });
  const html = useMemo(() => (text.format === "html" ? sanitise(text.content) : undefined), [text.format, text.content]);
  if (html === undefined) return <div className="sk-rich sk-rich-plain">{text.content}</div>;
  return <div className="sk-rich" dangerouslySetInnerHTML={{ __html: html }} />;
}
