import { type KeyboardEvent, type RefObject, useCallback } from "react";
import { useKeys } from "./use-keys.js";

/** The rows inside, in order. */
function rowsOf(box: HTMLElement): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>("tr[data-row]")];
}

/** Puts the focus on what stands for the row: its link, else the row itself. */
function focusRow(row: HTMLElement | undefined): void {
  const target = row?.querySelector<HTMLElement>("a[href]") ?? row;
  target?.focus();
  row?.scrollIntoView({ block: "nearest" });
}

/**
 * Rows by keyboard: `j` `k` and arrows move, `x` selects, `.` opens the row's menu, Enter opens a row without a link.
 * Returns the handler for the box around the rows.
 */
export function useRowKeys(box: RefObject<HTMLElement | null>): (event: KeyboardEvent) => void {
  const enter = useCallback(() => {
    const current = box.current;
    if (current === null || current.contains(document.activeElement)) return;
    focusRow(rowsOf(current)[0]);
  }, [box]);
  useKeys({ j: enter, k: enter });
  return (event) => {
    const target = event.target as HTMLElement;
    const row = target.closest<HTMLElement>("tr[data-row]");
    if (row === null || box.current === null || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest("input:not([type=checkbox]), textarea, [role=menu]") !== null) return;
    const rows = rowsOf(box.current);
    const index = rows.indexOf(row);
    const act = (work: () => void) => {
      event.preventDefault();
      event.stopPropagation();
      work();
    };
    switch (event.key) {
      case "j":
      case "ArrowDown":
        act(() => focusRow(rows[Math.min(index + 1, rows.length - 1)]));
        return;
      case "k":
      case "ArrowUp":
        act(() => focusRow(rows[Math.max(index - 1, 0)]));
        return;
      case "x":
        act(() => row.querySelector<HTMLElement>("input[type=checkbox]")?.click());
        return;
      case ".":
        act(() => {
          const menu = row.querySelector<HTMLElement>("[data-row-menu]");
          menu?.focus();
          menu?.click();
        });
        return;
      case "Enter":
        if (target === row) act(() => row.click());
        return;
      default:
    }
  };
}
