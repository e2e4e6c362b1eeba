import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle, type Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import "./note.css";

const icons = { error: IconCircleX, warn: IconAlertTriangle, info: IconInfoCircle, ok: IconCircleCheck } as const;

/** Something that has to be read before what follows. */
export interface NoteProps {
  tone: keyof typeof icons;
  title: string;
  children?: ReactNode;
  /** Another icon than that of the tone. */
  icon?: Icon;
  /** Read out at once; for what an action of the reader led to. */
  alert?: boolean;
}

/** A calm note: a coloured edge, an icon and a title, the text in the page's own colours. */
export function Note({ tone, title, children, icon, alert = false }: NoteProps) {
  const NoteIcon = icon ?? icons[tone];
  return (
    <div className="as-note" data-tone={tone} {...(alert ? { role: "alert" } : {})}>
      <NoteIcon size={18} aria-hidden="true" />
      <div>
        <p className="as-note-title">{title}</p>
        {children}
      </div>
    </div>
  );
}
