import { Button, Tooltip } from "@mantine/core";
import { useEffect, useState } from "react";
import { Copy } from "./copy.js";
import { defang, middleCut, mixesScripts } from "./defang.js";
import { usePreferences } from "./preferences.js";
import { Tag } from "./tag.js";
import { Visible } from "./visible.js";

/** An artifact's or indicator's value. */
export interface ValueProps {
  value: string;
  /** Artifact type by name; passwords are masked. */
  type?: string;
  /** Whole values are never cut; for details. */
  whole?: boolean;
  /** Without the copy button. */
  plain?: boolean;
  /** Overrides the person's choice, for reports and other places that are always defanged. */
  defanged?: boolean;
}

/** The only thing that may show an indicator: never a link, copied exactly, hidden characters seen (console.md §1.3). */
export function Value({ value, type, whole = false, plain = false, defanged }: ValueProps) {
  const chosen = usePreferences().defang;
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => setShown(false), 30_000);
    return () => clearTimeout(timer);
  }, [shown]);
  if (type === "Password" && !shown) {
    return (
      <span className="sk-value">
        <span aria-label="Hidden password">••••••••</span>{" "}
        <Button size="compact-xs" variant="default" onClick={() => setShown(true)}>
          Show
        </Button>
      </span>
    );
  }
  const seen = (defanged ?? chosen) ? defang(value) : value;
  const text = whole ? seen : middleCut(seen);
  return (
    <span className="sk-value">
      <span className="sk-value-text" translate="no" dir="ltr">
        <Visible text={text} />
      </span>
      {mixesScripts(value) ? (
        <Tooltip label="Letters of different alphabets that look alike">
          <span>
            <Tag kind="mark" value="Mixed scripts" />
          </span>
        </Tooltip>
      ) : null}
      {plain ? null : <Copy text={value} label={middleCut(value, 60)} shiftText={defang(value)} what="the value as stored" shiftWhat="the value, defanged" />}
    </span>
  );
}
