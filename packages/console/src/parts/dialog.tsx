import { Modal } from "@mantine/core";
import type { ReactNode } from "react";

/** A dialog over the page. */
export interface DialogProps {
  opened: boolean;
  onClose: () => void;
  /** Its name and heading. */
  title: ReactNode;
  children: ReactNode;
  /** A name of Mantine's (`lg` by default), a CSS width or pixels. */
  size?: string | number;
  /** What gets the focus when it has closed: the button that opened it, or that opened the menu it was chosen from. */
  launcher?: HTMLElement | null;
}

/**
 * A modal that gives the focus back to its launcher, also when it was opened from a menu whose items are gone. Put
 * `data-autofocus` on the first field, or on Cancel when the dialog destroys something.
 */
export function Dialog({ opened, onClose, title, children, size = "lg", launcher }: DialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      returnFocus={launcher === undefined}
      onExitTransitionEnd={() => {
        if (launcher === undefined) return;
        (launcher?.isConnected === true ? launcher : document.getElementById("main"))?.focus({ preventScroll: true });
      }}
    >
      {children}
    </Modal>
  );
}
