import { Alert, Button, Group, Stack } from "@mantine/core";
import type { ActionDTO } from "@soarkit/protocol";
import { useRef, useState } from "react";
import { Dialog } from "../../../parts/dialog.js";
import { Field, focusField } from "../../../parts/field.js";
import type { FieldValue } from "../../../parts/field-values.js";
import { problemText } from "../../../parts/notify.js";
import { RichText } from "../../../parts/rich-text.js";
import { Value } from "../../../parts/value.js";
import type { RunTarget } from "../page/page-state.js";
import { dialogErrors, fieldsOf, sentProperties, startValues, type DialogItem } from "./fields.js";
import { lastValues, rememberValues } from "./last-values.js";
import { RunResults } from "./run-results.js";
import { type RunOutcome, startRule } from "./start.js";
import { WhatHappens } from "./what-happens.js";

/** What the dialog of a rule needs. */
export interface RunDialogProps {
  incidentId: number;
  rule: ActionDTO;
  items: readonly DialogItem[];
  /** One object, or several artifacts. */
  targets: readonly RunTarget[];
  launcher: HTMLElement | null;
  onStarted: (name: string, count: number) => void;
  onClose: () => void;
}

/** Asks for the activity fields of a rule and runs it on its targets (console.md §3A.7). */
export function RunDialog({ incidentId, rule, items, targets, launcher, onStarted, onClose }: RunDialogProps) {
  const fields = fieldsOf(items);
  const [opened, setOpened] = useState(true);
  const [values, setValues] = useState(() => startValues(fields, lastValues(rule.id)));
  const [errors, setErrors] = useState<ReadonlyMap<string, string>>(new Map());
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [outcomes, setOutcomes] = useState<RunOutcome[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const several = targets.length > 1;
  const set = (name: string, value: FieldValue) => {
    setValues((before) => ({ ...before, [name]: value }));
    setErrors((before) => new Map([...before].filter(([field]) => field !== name)));
  };
  const close = () => {
    setOpened(false);
    onClose();
    requestAnimationFrame(() => launcher?.isConnected === true && launcher.focus());
  };
  const execute = async () => {
    if (busy || outcomes.length > 0) return;
    const wrong = dialogErrors(fields, values);
    setErrors(wrong);
    if (wrong.size > 0) { focusField(form.current, [...wrong.keys()][0] ?? ""); return; }
    setBusy(true);
    setProblem(undefined);
    const properties = sentProperties(fields, values);
    const done: RunOutcome[] = [];
    for (const target of targets) {
      try {
        await startRule(incidentId, target, rule.id, properties);
        done.push({ target, problem: undefined });
      } catch (error) {
        done.push({ target, problem: problemText(error) });
        if (!several) setProblem(error);
      }
      if (several) setOutcomes([...done]);
    }
    setBusy(false);
    const started = done.filter((outcome) => outcome.problem === undefined).length;
    if (started === 0) return;
    rememberValues(rule.id, properties);
    onStarted(rule.name, started);
    if (started === targets.length) close();
  };
  return (
    <Dialog opened={opened} onClose={close} title={rule.name} launcher={launcher}>
      <form
        ref={form}
        className="inc-run"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void execute();
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void execute();
        }}
      >
        <Stack gap="md">
          <Targets incidentId={incidentId} targets={targets} />
          {outcomes.length > 0 ? null : items.map((item, index) => <Item key={index} item={item} first={items.findIndex((entry) => entry.kind === "field") === index} values={values} errors={errors} onChange={set} />)}
          {outcomes.length > 0 ? <RunResults outcomes={outcomes} total={targets.length} /> : <WhatHappens rule={rule} />}
          {problem === undefined ? null : (
            <Alert color="red" role="alert" title="Not started">
              {problemText(problem)}
            </Alert>
          )}
          <Group justify="flex-end" className="sk-dialog-end">
            {outcomes.length > 0 ? (
              <Button onClick={close} loading={busy}>
                Done
              </Button>
            ) : (
              <>
                <span className="sk-keys">Ctrl Enter</span>
                <Button variant="default" onClick={close}>
                  Cancel
                </Button>
                <Button type="submit" loading={busy} {...(fields.length === 0 ? { "data-autofocus": true } : {})}>
                  Execute
                </Button>
              </>
            )}
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

function Targets({ incidentId, targets }: { incidentId: number; targets: readonly RunTarget[] }) {
  const [first] = targets;
  if (first === undefined) return null;
  if (targets.length > 1) return <p className="inc-target">on {targets.length} artifacts of incident {incidentId}</p>;
  if (first.type === "incident") return <p className="inc-target">on incident {incidentId} “{first.name}”</p>;
  return (
    <p className="inc-target">
      on {first.artifactType} <Value value={first.name} plain {...(first.artifactType === undefined ? {} : { type: first.artifactType })} /> of incident {incidentId}
    </p>
  );
}

function Item({ item, first, values, errors, onChange }: { item: DialogItem; first: boolean; values: Readonly<Record<string, FieldValue>>; errors: ReadonlyMap<string, string>; onChange: (name: string, value: FieldValue) => void }) {
  if (item.kind === "heading") return <h3>{item.text}</h3>;
  if (item.kind === "text") return <RichText content={item.html} />;
  const { name } = item.field;
  const error = errors.get(name);
  return (
    <Field definition={item.field} value={values[name]} onChange={(value) => onChange(name, value)} autoFocus={first} {...(error === undefined ? {} : { error })} />
  );
}
