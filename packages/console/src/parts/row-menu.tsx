import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import { IconChevronDown, IconDots } from "@tabler/icons-react";
import { type ReactNode, useRef } from "react";

/** One entry of a menu. */
export interface MenuEntry {
  label: string;
  /** @param launcher the menu's button: give it to the dialog that opens, so that the focus comes back. */
  onSelect: (launcher: HTMLElement) => void;
  icon?: ReactNode;
  danger?: boolean;
  /** Why it cannot be chosen now; it stays reachable and says so. */
  disabledReason?: string;
  /** Shortcut shown at the right. */
  keys?: string;
}

/** Entries of a menu; `divider` draws a line, a heading names what follows. */
export type MenuEntries = readonly (MenuEntry | "divider" | { heading: string })[];

/** A menu of actions on one row or object. */
export interface RowMenuProps {
  /** Its accessible name: "Actions for 2101 Machete". */
  label: string;
  entries: MenuEntries;
  /** A wide button with this text instead of the dots. */
  text?: string;
  variant?: "default" | "filled";
}

/** A menu that is too tall for the room on either side of its button moves until all of it is on screen. */
const onScreen = { flip: true, shift: { crossAxis: true } };

/** A menu behind a button, fit for keyboard and axe (console.md §5.6). */
export function RowMenu({ label, entries, text, variant = "default" }: RowMenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const choose = (entry: MenuEntry) => {
    if (entry.disabledReason !== undefined || button.current === null) return;
    entry.onSelect(button.current);
  };
  return (
    <Menu position="bottom-end" middlewares={onScreen}>
      <Menu.Target>
        {text === undefined ? (
          <ActionIcon ref={button} variant="subtle" color="gray" size={28} aria-label={label} data-row-menu>
            <IconDots size={16} aria-hidden="true" />
          </ActionIcon>
        ) : (
          <Button ref={button} variant={variant} size="sm" rightSection={<IconChevronDown size={16} aria-hidden="true" />} aria-label={label === text ? undefined : label}>
            {text}
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        {entries.map((entry, index) => {
          if (entry === "divider") return <Menu.Divider key={index} />;
          if ("heading" in entry) return <Menu.Label key={index}>{entry.heading}</Menu.Label>;
          const off = entry.disabledReason !== undefined;
          const item = (
            <Menu.Item
              key={index}
              onClick={() => choose(entry)}
              closeMenuOnClick={!off}
              aria-disabled={off || undefined}
              data-off={off || undefined}
              {...(entry.danger === true ? { className: "sk-danger" } : {})}
              leftSection={entry.icon}
              rightSection={entry.keys === undefined ? undefined : <kbd className="sk-keys">{entry.keys}</kbd>}
            >
              {entry.label}
            </Menu.Item>
          );
          return off ? (
            <Tooltip key={index} label={entry.disabledReason} position="left">
              {item}
            </Tooltip>
          ) : (
            item
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
