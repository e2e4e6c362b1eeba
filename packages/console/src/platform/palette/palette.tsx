import { Combobox, Modal, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useState } from "react";
import type { Over } from "../frame/header.js";
import { usePaletteEntries } from "./use-palette-entries.js";
import "./palette.css";

/** One field for going and doing (console.md §2.5). */
export function Palette({ onClose, onOpen }: { onClose: () => void; onOpen: (what: Over) => void }) {
  const [text, setText] = useState("");
  const [launcher] = useState(() => document.activeElement);
  const [asked] = useDebouncedValue(text, 120);
  const groups = usePaletteEntries(text, asked, onOpen);
  const combobox = useCombobox({ opened: true });
  const entries = groups.flatMap((group) => group.entries);
  const count = entries.length;
  const { selectFirstOption } = combobox;
  useEffect(() => {
    if (count > 0) selectFirstOption();
  }, [count, text, selectFirstOption]);
  useEffect(
    () => () => {
      // The focus goes back to where it was, unless what was chosen has taken it.
      setTimeout(() => {
        if (document.activeElement !== document.body) return;
        (launcher instanceof HTMLElement && launcher !== document.body && launcher.isConnected ? launcher : document.getElementById("main"))?.focus({ preventScroll: true });
      });
    },
    [launcher],
  );
  const choose = (id: string) => {
    const entry = entries.find((candidate) => candidate.id === id);
    onClose();
    entry?.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  return (
    <Modal.Root opened onClose={onClose} size="lg" yOffset="10vh">
      <Modal.Overlay />
      <Modal.Content aria-label="Search and commands">
        <Combobox store={combobox} onOptionSubmit={choose} withinPortal={false}>
          <Combobox.EventsTarget withExpandedAttribute>
            <TextInput
              data-autofocus
              size="md"
              role="combobox"
              aria-label="Search and commands"
              aria-expanded="true"
              placeholder="Incident by ID or name, a page, a command"
              leftSection={<IconSearch size={18} aria-hidden="true" />}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              onKeyDown={onKeyDown}
              className="sk-palette-input"
            />
          </Combobox.EventsTarget>
          <Combobox.Options className="sk-palette" aria-label="Results">
            {groups.map((group) =>
              group.entries.length === 0 ? null : (
                <Combobox.Group key={group.name} label={group.name}>
                  {group.entries.map((entry) => (
                    <Combobox.Option key={entry.id} value={entry.id}>
                      {entry.label}
                      {entry.hint === undefined ? null : (
                        <Text component="span" size="sm" ml="xs" className="sk-palette-hint">
                          {entry.hint}
                        </Text>
                      )}
                    </Combobox.Option>
                  ))}
                </Combobox.Group>
              ),
            )}
            {count === 0 ? <Combobox.Empty>Nothing found.</Combobox.Empty> : null}
          </Combobox.Options>
        </Combobox>
        <div role="status" className="sk-hidden">
          {count} results
        </div>
      </Modal.Content>
    </Modal.Root>
  );
}
