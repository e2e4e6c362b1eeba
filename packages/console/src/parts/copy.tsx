import { ActionIcon } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { notifyDone, notifyProblem } from "./notify.js";

/** Puts text on the clipboard and says so. @param what named in the notice: "the value, defanged". */
export async function copyText(text: string, what = "the text"): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notifyDone(`Copied ${what}.`);
  } catch (error) {
    notifyProblem("The browser did not allow copying", error);
  }
}

/** A small copy button. */
export interface CopyProps {
  text: string;
  /** What the button copies, for its name: "Copy 45.33.2.79". */
  label: string;
  /** Copied instead with Shift held, such as the defanged value. */
  shiftText?: string;
  what?: string;
  shiftWhat?: string;
}

/** Copies a text; with Shift its other form. */
export function Copy({ text, label, shiftText, what, shiftWhat }: CopyProps) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), 1500);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <ActionIcon
      className="sk-copy"
      variant="subtle"
      color="gray"
      size={24}
      aria-label={`Copy ${label}`}
      onClick={(event) => {
        event.stopPropagation();
        const other = event.shiftKey && shiftText !== undefined;
        void copyText(other ? shiftText : text, other ? shiftWhat : what).then(() => setDone(true));
      }}
    >
      {done ? <IconCheck size={14} aria-hidden="true" /> : <IconCopy size={14} aria-hidden="true" />}
    </ActionIcon>
  );
}
