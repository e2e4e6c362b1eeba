import { Button, UnstyledButton } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { isEmptyValue } from "../../../parts/field-values.js";
import { useBegin } from "../page/use-begin.js";
import { useIncidentPage } from "../page/page-state.js";
import { pathOf, storedValue, widgetValue } from "./changes.js";
import { FieldText } from "./field-text.js";
import { SectionForm } from "./section-form.js";
import type { Section } from "./sections.js";

/** One section: read, or under edit. Empty fields are folded away until they are wanted. */
export function DetailsSection({ section, first }: { section: Section; first: boolean }) {
  const { incident, readOnly } = useIncidentPage();
  const [editing, setEditing] = useState(false);
  const [unfolded, setUnfolded] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const begins = () => {
    if (readOnly === undefined) setEditing(true);
  };
  const headingId = `inc-section-${section.title.replaceAll(" ", "-")}`;
  const filled = section.fields.filter((field) => !isEmptyValue(widgetValue(field, storedValue(incident, field))));
  const shown = unfolded ? section.fields : filled;
  const folded = section.fields.length - filled.length;
  const finish = () => {
    setEditing(false);
    requestAnimationFrame(() => button.current?.focus());
  };
  return (
    <section aria-labelledby={headingId} className="inc-section">
      {first ? <BeginEditing onBegin={begins} /> : null}
      <div className="inc-section-head">
        <h2 id={headingId}>{section.title}</h2>
        {editing || readOnly !== undefined ? null : (
          <Button ref={button} size="compact-xs" variant="subtle" leftSection={<IconPencil size={14} aria-hidden="true" />} onClick={() => setEditing(true)} aria-label={`Edit ${section.title}`}>
            Edit
          </Button>
        )}
      </div>
      {editing ? (
        <SectionForm section={section} onDone={finish} />
      ) : (
        <>
          {shown.length === 0 ? null : section.title === "Description" ? (
            shown.map((field) => <FieldText key={pathOf(field)} field={field} stored={storedValue(incident, field)} />)
          ) : (
            <dl className="inc-fields">
              {shown.map((field) => (
                <div key={pathOf(field)} data-wide={field.input_type === "textarea" || undefined}>
                  <dt>{field.text}</dt>
                  <dd>
                    <FieldText field={field} stored={storedValue(incident, field)} />
                  </dd>
                </div>
              ))}
            </dl>
          )}
          {folded === 0 ? null : section.title === "Description" ? (
            <p className="sk-dimmed">No description yet.</p>
          ) : (
            <UnstyledButton className="inc-fold" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
              {unfolded ? "Hide empty fields" : `${folded} empty ${folded === 1 ? "field" : "fields"}`}
            </UnstyledButton>
          )}
        </>
      )}
    </section>
  );
}

/** Listens for the shortcut; of all sections only the first has it. */
function BeginEditing({ onBegin }: { onBegin: () => void }) {
  useBegin("edit-details", onBegin);
  return null;
}
