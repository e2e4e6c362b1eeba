import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import type { FieldDefDTO, LayoutConditionDTO } from "@soarkit/protocol";
import { useState } from "react";
import { Dialog } from "../../parts/dialog.js";
import { fieldPath } from "./shown.js";

const methods = [
  { value: "equals", label: "is" },
  { value: "not_equals", label: "is not" },
  { value: "has_a_value", label: "has a value" },
  { value: "not_has_a_value", label: "has no value" },
];

/** Asks for the name of a block and when it, or a field, is shown. */
export function ConditionDialog(props: { name: string; rename: boolean; condition: LayoutConditionDTO | undefined; fields: readonly FieldDefDTO[]; launcher: HTMLElement | null; onClose: () => void; onSave: (name: string, conditions: LayoutConditionDTO[] | null) => void }) {
  const [name, setName] = useState(props.name);
  const [path, setPath] = useState<string | null>(props.condition?.field ?? null);
  const [method, setMethod] = useState<string>(props.condition?.condition ?? "equals");
  const [value, setValue] = useState(String(props.condition?.value ?? ""));
  const field = props.fields.find((candidate) => fieldPath(candidate) === path);
  const compares = method === "equals" || method === "not_equals";
  const save = () => {
    if (name.trim() === "") return;
    const condition = { field: path ?? "", condition: method as LayoutConditionDTO["condition"], value: compares ? value : null };
    props.onSave(name.trim(), path === null ? null : [condition]);
  };
  return (
    <Dialog opened onClose={props.onClose} title={props.rename ? `Block ${props.name}` : `When ${props.name} is shown`} launcher={props.launcher}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Stack gap="sm">
          {props.rename ? <TextInput label="Name" required data-autofocus value={name} maxLength={100} error={name.trim() === "" ? "Enter a name" : undefined} onChange={(event) => setName(event.currentTarget.value)} /> : null}
          <Select
            label="Show only if"
            placeholder="Always shown"
            searchable
            clearable
            clearButtonProps={{ "aria-label": "Show always" }}
            data={props.fields.map((candidate) => ({ value: fieldPath(candidate), label: candidate.text }))}
            value={path}
            onChange={setPath}
            {...(props.rename ? {} : { "data-autofocus": true })}
          />
          {path === null ? (
            <Text size="sm" c="dimmed">
              Without a condition it is always shown.
            </Text>
          ) : (
            <Group grow align="flex-end">
              <Select aria-label="Comparison" data={methods} value={method} allowDeselect={false} onChange={(choice) => setMethod(choice ?? "equals")} />
              {!compares ? null : (field?.values.length ?? 0) > 0 ? (
                <Select aria-label="Value" searchable data={field?.values.filter((choice) => choice.enabled).map((choice) => choice.label) ?? []} value={value === "" ? null : value} onChange={(choice) => setValue(choice ?? "")} />
              ) : (
                <TextInput aria-label="Value" value={value} onChange={(event) => setValue(event.currentTarget.value)} />
              )}
            </Group>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              Cancel
            </Button>
            <Button type="submit">Use</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
