import type { TextContent } from "@soarkit/protocol";
import { type MouseEvent, useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { linkTarget } from "./link-target.js";
import { OpenOutside } from "./open-outside.js";
import { sanitise } from "./sanitise.js";

/** A note, description or summary. */
export interface RichTextProps {
  /** A string is taken as HTML, as the platform answers rich fields; `{format: "text"}` is shown as it stands. */
  content: string | TextContent | null | undefined;
}

/**
 * Shows foreign rich text, cleaned a second time (console.md §1.4). The only place that writes HTML. Its links to our
 * pages stay in the page; all others are shown before they are opened.
 */
export function RichText({ content }: RichTextProps) {
  const navigate = useNavigate();
  const [outside, setOutside] = useState<{ address: string; host: string; launcher: HTMLElement }>();
  const text: TextContent = typeof content === "string" ? { format: "html", content } : (content ?? { format: "text", content: "" });
  const html = useMemo(() => (text.format === "html" ? sanitise(text.content) : undefined), [text.format, text.content]);
  if (html === undefined) return <div className="sk-rich sk-rich-plain">{text.content}</div>;
  const follow = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link === null) return;
    event.preventDefault();
    event.stopPropagation();
    const target = linkTarget(link.getAttribute("href") ?? "", location.origin);
    if (target.kind === "own") void navigate(target.path);
    if (target.kind === "outside") setOutside({ address: target.address, host: target.host, launcher: link });
  };
  return (
    <>
      <div className="sk-rich" onClick={follow} onAuxClick={follow} dangerouslySetInnerHTML={{ __html: html }} />
      {outside === undefined ? null : <OpenOutside {...outside} onClose={() => setOutside(undefined)} />}
    </>
  );
}
