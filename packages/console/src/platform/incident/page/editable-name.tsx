import { ActionIcon, Button, Group, TextInput, Tooltip } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type SyntheticEvent, useRef, useState } from "react";
import { notifyProblem } from "../../../parts/notify.js";
import { Visible } from "../../../parts/visible.js";
import { setField } from "../data/change.js";
import { useIncidentPage } from "./page-state.js";

/** The incident's name; a pencil turns it into a field. */
export function EditableName() {
  const { incident, readOnly } = useIncidentPage();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const base = useRef(incident.name);
  const pencil = useRef<HTMLButtonElement>(null);
  const finish = () => {
    setDraft(undefined);
    requestAnimationFrame(() => pencil.current?.focus());
  };
  if (draft === undefined) {
    return (
      <Group gap={4} wrap="nowrap" align="center">
        <h1>
          <Visible text={incident.name} />
        </h1>
        {readOnly === undefined ? (
          <Tooltip label="Change the name">
            <ActionIcon
              ref={pencil}
              variant="subtle"
              color="gray"
              size={28}
              aria-label="Change the name"
              onClick={() => {
                base.current = incident.name;
                setDraft(incident.name);
              }}
            >
              <IconPencil size={16} aria-hidden="true" />
            </ActionIcon>
          </Tooltip>
        ) : null}
      </Group>
    );
  }
  const save = async (event: SyntheticEvent) => {
    event.preventDefault();
    const name = draft.trim();
    if (name === "" || name === base.current) { finish(); return; }
    setBusy(true);
    try {
      await setField(queries, incident.id, "name", base.current, name);
      finish();
    } catch (error) {
      base.current = incident.name;
      notifyProblem("The name was not changed", error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void save(event)}>
      <h1 className="sk-hidden">{incident.name}</h1>
      <Group gap="xs" wrap="nowrap">
        <TextInput
          aria-label="Name of the incident"
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            finish();
          }}
          autoFocus
          className="inc-name-field"
        />
        <Button type="submit" size="sm" loading={busy}>
          Save
        </Button>
        <Button size="sm" variant="default" onClick={finish}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}
