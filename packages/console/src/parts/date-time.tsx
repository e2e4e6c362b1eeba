import { Button, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { usePreferences } from "./preferences.js";
import { parseTime } from "./time-entry.js";
import { fullTime } from "./time-format.js";

/** A moment to enter. */
export interface DateTimeProps {
  label: string;
  /** Milliseconds since the epoch. */
  value: number | null;
  onChange: (at: number | null) => void;
  required?: boolean;
  description?: string;
  error?: string;
  disabled?: boolean;
  /** False leaves the time of day out of what is read back. */
  withTime?: boolean;
  autoFocus?: boolean;
}

/** Takes a time as people write it, and reads it back with its zone (console.md §4.6). */
export function DateTime({ label, value, onChange, required = false, description, error, disabled = false, withTime = true, autoFocus = false }: DateTimeProps) {
  const { zone } = usePreferences();
  const shown = value === null ? "" : fullTime(value, zone, false).split(" ").slice(0, withTime ? 2 : 1).join(" ");
  const [text, setText] = useState(shown);
  const [wrong, setWrong] = useState(false);
  useEffect(() => {
    setText(shown);
    setWrong(false);
  }, [shown]);
  const read = (entry: string) => {
    if (entry.trim() === "") {
      setWrong(false);
      onChange(null);
      return;
    }
    const at = parseTime(entry, zone, Date.now());
    setWrong(at === undefined);
    if (at !== undefined) {
      onChange(at);
      if (at === value) setText(shown);
    }
  };
  return (
    <TextInput
      label={label}
      required={required}
      disabled={disabled}
      placeholder={withTime ? "2026-11-20 14:06, 14:06, now, -2h" : "2026-11-20"}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={(event) => read(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") read(event.currentTarget.value);
      }}
      description={value === null ? description : `${description === undefined ? "" : `${description} · `}${fullTime(value, zone)}`}
      error={wrong ? "This is not read as a time. Write 2026-11-20 14:06, 14:06, now or -2h." : error}
      {...(autoFocus ? { "data-autofocus": true } : {})}
      rightSectionWidth={56}
      rightSection={
        <Button size="compact-xs" variant="subtle" disabled={disabled} onClick={() => onChange(Date.now())}>
          Now
        </Button>
      }
    />
  );
}
