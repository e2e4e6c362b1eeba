import { Button, Group, Pill, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { useKeys } from "../../parts/use-keys.js";
import { useOrg } from "../../shell/use-org.js";
import { useWorkspaces } from "../workspaces/queries.js";
import { FilterMenu } from "./filter-menu.js";
import { firstState, frameFields, type ListState, shippedViews, viewOf } from "./list-state.js";

/** A change of the list state; the page goes back to the first. */
export type ChangeList = (change: Partial<ListState>, replace?: boolean) => void;

/** View, name filter, one pill per filter, and the menu that adds more. */
export function FilterBar({ state, onChange }: { state: ListState; onChange: ChangeList }) {
  const view = viewOf(state);
  const pills = usePills(state, onChange);
  return (
    <Group gap="xs" mb="xs" className="sk-filter-bar">
      <Select
        size="sm"
        w="13rem"
        aria-label="View"
        data={[...shippedViews.map(({ id, name }) => ({ value: id, label: name })), ...(view === undefined ? [{ value: "", label: "Own filters" }] : [])]}
        value={view?.id ?? ""}
        allowDeselect={false}
        onChange={(id) => {
          const chosen = shippedViews.find((candidate) => candidate.id === id);
          if (chosen !== undefined) onChange(chosen.filters);
        }}
      />
      <NameFilter value={state.q} onChange={(q) => onChange({ q }, true)} />
      {pills.map((pill) => (
        <Pill key={pill.text} size="md" withRemoveButton onRemove={pill.remove} removeButtonProps={{ "aria-label": `Remove the filter ${pill.text}`, tabIndex: 0, "aria-hidden": false }}>
          {pill.text}
        </Pill>
      ))}
      <FilterMenu state={state} onChange={onChange} />
      {view?.id === "open" ? null : (
        <Button size="compact-sm" variant="subtle" onClick={() => onChange(shippedViews[0]?.filters ?? firstState)}>
          Clear filters
        </Button>
      )}
    </Group>
  );
}

function NameFilter({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const later = useDebouncedCallback(onChange, 250);
  useEffect(() => setText(value), [value]);
  useKeys({ "/": () => input.current?.focus() });
  return (
    <TextInput
      ref={input}
      size="sm"
      w="15rem"
      type="search"
      aria-label="Filter by name or ID"
      placeholder="Name or ID ( / )"
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        later(event.currentTarget.value);
      }}
    />
  );
}

function usePills(state: ListState, onChange: ChangeList): { text: string; remove: () => void }[] {
  const org = useOrg();
  const workspaces = useWorkspaces();
  const pills: { text: string; remove: () => void }[] = [];
  if (state.status !== "any") pills.push({ text: `Status: ${state.status === "A" ? "Active" : "Closed"}`, remove: () => onChange({ status: "any" }) });
  if (state.severity.length > 0) pills.push({ text: `Severity: ${state.severity.map((id) => org.incident_severities[id]?.name ?? id).join(", ")}`, remove: () => onChange({ severity: [] }) });
  if (state.type.length > 0) pills.push({ text: `Type: ${state.type.map((id) => org.incident_types[id]?.name ?? id).join(", ")}`, remove: () => onChange({ type: [] }) });
  if (state.workspace.length > 0) pills.push({ text: `Workspace: ${state.workspace.map((id) => workspaces.data?.find((workspace) => workspace.id === id)?.name ?? id).join(", ")}`, remove: () => onChange({ workspace: [] }) });
  const owner = ownerText(state, (id) => org.users[id]?.display_name ?? String(id));
  if (owner !== undefined) pills.push({ text: `Owner: ${owner}`, remove: () => onChange({ owner: [] }) });
  if (state.frame !== undefined) pills.push({ text: `${frameFields[state.frame.field]}: last ${state.frame.days === 1 ? "24 hours" : `${state.frame.days} days`}`, remove: () => onChange({ frame: undefined }) });
  return pills;
}

function ownerText(state: ListState, name: (id: number) => string): string | undefined {
  if (state.owner === "me") return "me";
  if (state.owner === "none") return "nobody";
  return state.owner.length === 0 ? undefined : state.owner.map(name).join(", ");
}
