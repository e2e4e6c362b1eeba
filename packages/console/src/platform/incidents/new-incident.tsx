import { Alert, Button, Group, Stack, Stepper } from "@mantine/core";
import type { FieldDefDTO, IncidentDTO, LayoutDTO } from "@soarkit/protocol";
import { type SyntheticEvent, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { post } from "../../api/platform.js";
import { Field, focusField } from "../../parts/field.js";
import { defaultValue, fieldError, type FieldValue } from "../../parts/field-values.js";
import { notifyDone, problemText } from "../../parts/notify.js";
import { Page } from "../../parts/page.js";
import { Loaded, Problem } from "../../parts/states.js";
import { useSession } from "../../shell/session.js";
import { useLayout } from "../layouts/queries.js";
import { fieldPath } from "../layouts/shown.js";
import { useWorkspaces, type Workspace } from "../workspaces/queries.js";
import { artifactKey, FoundArtifacts, useFoundArtifacts } from "./found-artifacts.js";
import { lastList } from "./last-list.js";
import { type Draft, newIncidentBody, readDraft, writeDraft } from "./new-incident-draft.js";
import { useIncidentFields } from "./use-incident-fields.js";
import { stepsOf } from "./wizard-steps.js";

/** New Incident: the steps of the layout, one after the other. */
export function NewIncidentPage() {
  const fields = useIncidentFields();
  const layout = useLayout("wizard");
  const workspaces = useWorkspaces();
  const session = useSession();
  return (
    <Page title="New Incident" crumbs={[{ label: "List Incidents", to: `/incidents${lastList().search}` }]}>
      {session.may("org_data.edit") ? (
        <Loaded query={fields} rows={8} what="The form could not be loaded">
          {(all) => (
            <Loaded query={layout} rows={8} what="The form could not be loaded">
              {(stored) => (
                <Loaded query={workspaces} rows={8} what="The workspaces could not be loaded">
                  {(known) => <Wizard fields={withChoices(all, known)} layout={stored} />}
                </Loaded>
              )}
            </Loaded>
          )}
        </Loaded>
      ) : (
        <Problem error={new Error("Making incidents needs the permission org_data.edit; an administrator grants it.")} what="You may not make incidents" />
      )}
    </Page>
  );
}

/** The fields with those workspaces to choose from in which one may make incidents. */
function withChoices(all: readonly FieldDefDTO[], workspaces: readonly Workspace[]): FieldDefDTO[] {
  const usable = new Set(workspaces.filter((workspace) => workspace.enabled && workspace.role === "analyst").map((workspace) => workspace.id));
  return all.map((field) => (fieldPath(field) === "workspace" ? { ...field, required: "always", values: field.values.filter(({ value }) => usable.has(value)) } : field));
}

function Wizard({ fields, layout }: { fields: readonly FieldDefDTO[]; layout: LayoutDTO }) {
  const navigate = useNavigate();
  const [values, setValues] = useState<Draft>(() => readDraft() ?? startValues(fields));
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [wrong, setWrong] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [at, setAt] = useState(0);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const form = useRef<HTMLFormElement>(null);
  // The wizard's own wish: a layout without Workspace leaves it to the platform.
  const placed = layout.content.some((block) => block.fields.some((item) => item.content === "workspace"));
  const known = placed ? fields : fields.filter((field) => fieldPath(field) !== "workspace");
  const steps = stepsOf(layout, known, values);
  const place = Math.min(at, steps.length - 1);
  const step = steps[place];
  const asked = steps.flatMap((each) => each.fields);
  const description = typeof values["description"] === "string" ? values["description"] : "";
  const found = useFoundArtifacts(asked.some((field) => fieldPath(field) === "description") ? description : "");

  const set = (path: string, value: FieldValue) => {
    setValues((now) => {
      const next = { ...now, [path]: value };
      writeDraft(next);
      return next;
    });
    setErrors(({ [path]: _fixed, ...others }) => others);
  };
  useEffect(() => {
    const first = step?.fields[0];
    if (first !== undefined) focusField(form.current, fieldPath(first));
    // A step gets the focus when it is opened, not when its fields change.
  }, [place]);

  /** Shows what is wrong in these fields and goes to the first; true when nothing is. */
  const right = (wanted: readonly FieldDefDTO[]): boolean => {
    const mistakes = wanted.flatMap((field) => {
      const error = fieldError(field, values[fieldPath(field)]);
      return error === undefined ? [] : [[fieldPath(field), error] as const];
    });
    setErrors(Object.fromEntries(mistakes));
    const first = mistakes[0]?.[0];
    if (first === undefined) return true;
    const there = steps.findIndex((each) => each.fields.some((field) => fieldPath(field) === first));
    setAt(there);
    requestAnimationFrame(() => requestAnimationFrame(() => focusField(form.current, first)));
    return false;
  };
  const create = async (event?: SyntheticEvent) => {
    event?.preventDefault();
    if (busy || !right(asked)) return;
    setBusy(true);
    try {
      const artifacts = found.filter((artifact) => !left.has(artifactKey(artifact))).map(({ type, value }) => ({ type, value }));
      const incident = await post<IncidentDTO>("/incidents", { ...newIncidentBody(asked, values), ...(artifacts.length === 0 ? {} : { artifacts }) });
      writeDraft(undefined);
      notifyDone(`Incident ${incident.id} is made${artifacts.length === 0 ? "" : ` with ${artifacts.length} ${artifacts.length === 1 ? "artifact" : "artifacts"}`}.`);
      await navigate(`/incidents/${incident.id}`, { replace: true });
    } catch (error) {
      setWrong(error);
      setBusy(false);
    }
  };
  const last = place === steps.length - 1;
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (last) void create();
        else if (right(step?.fields ?? [])) setAt(place + 1);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          void create();
        }
      }}
      className="sk-form"
    >
      <Stack gap="md">
        {steps.length === 1 ? null : (
          <Stepper active={place} onStepClick={setAt} size="sm" aria-label="Steps">
            {steps.map((each) => (
              <Stepper.Step key={each.label} label={each.label} />
            ))}
          </Stepper>
        )}
        {wrong === undefined ? null : (
          <Alert color="red" role="alert" title="The incident was not made">
            {problemText(wrong)}
          </Alert>
        )}
        {steps.length === 1 ? null : <h2>{step?.label}</h2>}
        {step?.fields.map((field) => {
          const path = fieldPath(field);
          return <Field key={path} name={path} definition={field} value={values[path]} onChange={(value) => set(path, value)} {...(errors[path] === undefined ? {} : { error: errors[path] ?? "" })} />;
        })}
        {step?.fields.some((field) => fieldPath(field) === "description") === true ? <FoundArtifacts found={found} left={left} onChange={setLeft} /> : null}
        <Group justify="flex-end">
          <Button
            variant="default"
            onClick={() => {
              writeDraft(undefined);
              void navigate(`/incidents${lastList().search}`);
            }}
          >
            Discard draft
          </Button>
          {place === 0 ? null : (
            <Button variant="default" onClick={() => setAt(place - 1)}>
              Back
            </Button>
          )}
          {last ? null : (
            <Button variant="default" type="button" onClick={() => void create()} loading={busy}>
              Create now
            </Button>
          )}
          <Button type="submit" loading={busy}>
            {last ? "Create incident" : "Next"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function startValues(fields: readonly FieldDefDTO[]): Draft {
  return Object.fromEntries(
    fields.map((field) => {
      const path = fieldPath(field);
      const only = path === "workspace" && field.values.length === 1 ? (field.values[0]?.value ?? null) : null;
      return [path, path === "discovered_date" ? Date.now() : (only ?? defaultValue(field))];
    }),
  );
}
