import { Button, ScrollArea, TextInput } from "@mantine/core";
import { useDeferredValue, useState } from "react";
import type { FieldDefDTO } from "@soarkit/protocol";
import { fieldPath } from "./shown.js";

/** Fields that can be placed: found by name, added by button or dragged. */
export function FieldPalette({ fields, block, onAdd, onDrag }: { fields: readonly FieldDefDTO[]; block: string; onAdd: (path: string) => void; onDrag: (path: string | undefined) => void }) {
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim().toLowerCase());
  const found = fields.filter((field) => field.text.toLowerCase().includes(wanted) || field.name.toLowerCase().includes(wanted));
  return (
    <section className="la-palette" aria-labelledby="la-fields">
      <h2 id="la-fields">Fields</h2>
      <TextInput type="search" aria-label="Find a field" placeholder="Find a field" value={text} onChange={(event) => setText(event.currentTarget.value)} mb="xs" />
      <p className="sk-dimmed" role="status">
        {found.length === 0 ? "Every field that fits is placed." : `Add to ${block}:`}
      </p>
      <ScrollArea.Autosize mah="50vh" type="auto" offsetScrollbars viewportProps={{ tabIndex: 0 }}>
        <ul>
          {found.map((field) => (
            <li key={fieldPath(field)} draggable onDragStart={(event) => { event.dataTransfer.setData("text/plain", field.text); onDrag(fieldPath(field)); }} onDragEnd={() => onDrag(undefined)}>
              <span title={fieldPath(field)}>
                {field.text}
                {field.required === "always" ? " *" : ""}
              </span>
              <Button size="compact-xs" variant="default" aria-label={`Add ${field.text} to ${block}`} onClick={() => onAdd(fieldPath(field))}>
                Add
              </Button>
            </li>
          ))}
        </ul>
      </ScrollArea.Autosize>
    </section>
  );
}
