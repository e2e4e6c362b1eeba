import { Button, type ButtonProps, Tooltip } from "@mantine/core";
import type { MouseEvent, ReactNode } from "react";

/** A button that may be off for a reason. */
export interface GatedButtonProps extends Omit<ButtonProps, "disabled"> {
  children: ReactNode;
  /** Why it cannot be used now; it stays reachable and says so. */
  reason?: string | undefined;
  onClick: (button: HTMLButtonElement) => void;
}

/** A button that names the reason when it is off, and can still be reached by keyboard (console.md §1.2). */
export function GatedButton({ children, reason, onClick, ...rest }: GatedButtonProps) {
  const button = (
    <Button
      size="xs"
      variant="default"
      {...rest}
      {...(reason === undefined ? {} : { "aria-disabled": true, "data-disabled": true })}
      onClick={(event: MouseEvent<HTMLButtonElement>) => {
        if (reason === undefined) onClick(event.currentTarget);
        else event.preventDefault();
      }}
    >
      {children}
    </Button>
  );
  return reason === undefined ? button : <Tooltip label={reason}>{button}</Tooltip>;
}
