import { Alert, Button, Group, Stack } from "@mantine/core";
import type { FieldDefDTO, IncidentDTO } from "@soarkit/protocol";
import { type SyntheticEvent, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { post } from "../../api/platform.js";
import { Field, focusField } from "../../parts/field.js";
import { defaultValue, fieldError, type FieldValue } from "../../parts/field-values.js";
import { notifyDone, problemText } from "../../parts/notify.js";
import { Page } from "../../parts/page.js";
import { Loaded, Problem } from "../../parts/states.js";
import { useSession } from "../../shell/session.js";
import { lastList } from "./last-list.js";
import { type Draft, newIncidentBody, readDraft, writeDraft } from "./new-incident-draft.js";
import { useIncidentFields } from "./use-incident-fields.js";

const asked: readonly string[] = ["name", "discovered_date", "severity_code", "incident_type_ids", "description"];

/** New Incident: the fields that matter at the start, and whatever else is required. */
export function NewIncidentPage() {
  const fields = useIncidentFields();
  const session = useSession();
  return (
    <Page title="New Incident" crumbs={[{ label: "List Incidents", to: `/incidents${lastList().search}` }]}>
      {session.may("org_data.edit") ? (
        <Loaded query={fields} rows={8} what="The form could not be loaded">
          {(all) => <NewIncidentForm fields={startFields(all)} />}
        </Loaded>
      ) : (
        <Problem error={new Error("Making incidents needs the permission org_data.edit; an administrator grants it.")} what="You may not make incidents" />
      )}
    </Page>
  );
}

function startFields(all: readonly FieldDefDTO[]): FieldDefDTO[] {
  const first = asked.flatMap((name) => all.find((field) => field.name === name && field.prefix === null) ?? []);
  return [...first, ...all.filter((field) => field.required === "always" && !first.includes(field))];
}

function NewIncidentForm({ fields }: { fields: readonly FieldDefDTO[] }) {
  const navigate = useNavigate();
  const [values, setValues] = useState<Draft>(() => readDraft() ?? startValues(fields));
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [wrong, setWrong] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const set = (name: string, value: FieldValue) => {
    setValues((now) => {
      const next = { ...now, [name]: value };
      writeDraft(next);
      return next;
    });
    setErrors(({ [name]: _fixed, ...others }) => others);
  };
  useEffect(() => focusField(form.current, "name"), []);

  const create = async (event?: SyntheticEvent) => {
    event?.preventDefault();
    if (busy) return;
    const found = fields.flatMap((field) => {
      const error = fieldError(field, values[field.name]);
      return error === undefined ? [] : [[field.name, error] as const];
    });
    setErrors(Object.fromEntries(found));
    const first = found[0]?.[0];
    if (first !== undefined) {
      focusField(form.current, first);
      return;
    }
    setBusy(true);
    try {
      const incident = await post<IncidentDTO>("/incidents", newIncidentBody(fields, values));
      writeDraft(undefined);
      notifyDone(`Incident ${incident.id} is made.`);
      await navigate(`/incidents/${incident.id}`, { replace: true });
    } catch (error) {
      setWrong(error);
      setBusy(false);
    }
  };

  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => void create(event)}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void create();
      }}
      className="sk-form"
    >
      <Stack gap="md">
        {wrong === undefined ? null : (
          <Alert color="red" role="alert" title="The incident was not made">
            {problemText(wrong)}
          </Alert>
        )}
        {fields.map((field) => (
          <Field key={`${field.prefix ?? ""}.${field.name}`} definition={field} value={values[field.name]} onChange={(value) => set(field.name, value)} {...(errors[field.name] === undefined ? {} : { error: errors[field.name] ?? "" })} />
        ))}
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
          <Button type="submit" loading={busy}>
            Create incident
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function startValues(fields: readonly FieldDefDTO[]): Draft {
  return Object.fromEntries(fields.map((field) => [field.name, field.name === "discovered_date" ? Date.now() : defaultValue(field)]));
}
