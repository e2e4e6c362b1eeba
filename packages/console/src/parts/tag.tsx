import { type TagKind, tagLook, tlpLabel } from "./tag-looks.js";

/** A state in icon, word and colour. */
export interface TagProps {
  kind: TagKind;
  /** The value as the platform or hub names it: `High`, `AMBER`, `timed_out`. */
  value: string;
  /** Shown instead of the word. */
  label?: string;
}

/** Severity, TLP or state (console.md §4.2, §4.3). */
export function Tag({ kind, value, label }: TagProps) {
  if (kind === "tlp") {
    const text = tlpLabel(value);
    return (
      <span className="sk-tlp" data-tlp={text.slice(4).replace("+", "-").toLowerCase()}>
        {text}
      </span>
    );
  }
  const look = tagLook(kind, value);
  const LookIcon = look.icon;
  return (
    <span className="sk-tag" data-tone={look.tone} data-boxed={kind === "incident" || kind === "mark" || kind === "priority" || undefined}>
      {LookIcon === undefined ? null : <LookIcon size={16} stroke={2} aria-hidden="true" />}
      {label ?? look.word ?? value}
    </span>
  );
}
