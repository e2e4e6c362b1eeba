import { Alert, Button, Group } from "@mantine/core";
import type { FieldDefDTO } from "@soarkit/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Field, focusField } from "../../../parts/field.js";
import { fieldError, type FieldValue } from "../../../parts/field-values.js";
import { problemText } from "../../../parts/notify.js";
import { patchIncident } from "../data/change.js";
import { useIncidentPage } from "../page/page-state.js";
import { conflictsOf, patchChanges, pathOf, storedValue, widgetValue } from "./changes.js";
import { FieldText } from "./field-text.js";
import type { Section } from "./sections.js";

/** The fields of a section under edit. What somebody else changes meanwhile is shown beside the draft, never over it. */
export function SectionForm({ section, onDone }: { section: Section; onDone: () => void }) {
  const { incident } = useIncidentPage();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [base, setBase] = useState(() => new Map(section.fields.map((field) => [pathOf(field), storedValue(incident, field)])));
  const [draft, setDraft] = useState<ReadonlyMap<string, FieldValue>>(new Map());
  const [errors, setErrors] = useState<ReadonlyMap<string, string>>(new Map());
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const conflicts = conflictsOf(section.fields, base, draft, incident);
  const set = (field: FieldDefDTO, value: FieldValue) => {
    setDraft((before) => new Map(before).set(pathOf(field), value));
    setErrors((before) => new Map([...before].filter(([path]) => path !== pathOf(field))));
  };
  const settle = (field: FieldDefDTO, keepMine: boolean) => {
    const path = pathOf(field);
    setBase((before) => new Map(before).set(path, storedValue(incident, field)));
    if (!keepMine) setDraft((before) => new Map([...before].filter(([name]) => name !== path)));
  };
  const save = async () => {
    const wrong = new Map(section.fields.flatMap((field) => {
      const path = pathOf(field);
      const error = fieldError(field, draft.has(path) ? draft.get(path) : widgetValue(field, base.get(path)));
      return error === undefined || !draft.has(path) ? [] : [[path, error] as const];
    }));
    setErrors(wrong);
    if (wrong.size > 0) { focusField(form.current, [...wrong.keys()][0] ?? ""); return; }
    if (conflicts.size > 0) { setProblem(new Error("Somebody changed a field that you changed too. Choose whose value holds, then save again.")); return; }
    const changes = patchChanges(section.fields, base, draft);
    if (changes.length === 0) { onDone(); return; }
    setBusy(true);
    setProblem(undefined);
    try {
      const status = await patchIncident(queries, incident.id, changes);
      if (status.success) onDone();
      else setProblem(new Error("Nothing was saved: somebody changed a field that you changed too. Choose whose value holds, then save again."));
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          void save();
        } else if (event.key === "Escape" && !event.defaultPrevented && draft.size === 0) onDone();
      }}
    >
      <div className="inc-form">
        {section.fields.map((field, index) => {
          const path = pathOf(field);
          const error = errors.get(path);
          const theirs = conflicts.get(path);
          return (
            <div key={path} data-wide={field.input_type === "textarea" || undefined}>
              <Field
                definition={field}
                value={draft.has(path) ? draft.get(path) : widgetValue(field, storedValue(incident, field))}
                onChange={(value) => set(field, value)}
                name={path}
                autoFocus={index === 0}
                {...(error === undefined ? {} : { error })}
              />
              {theirs === undefined ? null : (
                <div className="inc-conflict" role="status">
                  <span>
                    Somebody set this to <strong><FieldText field={field} stored={storedValue(incident, field)} /></strong> meanwhile.
                  </span>
                  <Button size="compact-xs" variant="default" onClick={() => settle(field, false)}>
                    Take theirs
                  </Button>
                  <Button size="compact-xs" variant="default" onClick={() => settle(field, true)}>
                    Keep mine
                  </Button>
                </div>
              )}
            </div>
          );
        })}
      </div>
      {problem === undefined ? null : (
        <Alert color="red" role="alert" mt="sm" title="Not saved">
          {problemText(problem)}
        </Alert>
      )}
      <Group gap="xs" mt="sm">
        <Button type="submit" loading={busy}>
          Save
        </Button>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}
