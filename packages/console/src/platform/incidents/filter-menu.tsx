import { Button, Group, MultiSelect, Popover, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { IconFilterPlus } from "@tabler/icons-react";
import { useSession } from "../../shell/session.js";
import { useOrg } from "../../shell/use-org.js";
import { useWorkspaces } from "../workspaces/queries.js";
import type { ChangeList } from "./filter-bar.js";
import { type FrameField, frameDays, frameFields, type ListState } from "./list-state.js";

const inside = { withinPortal: false, transitionProps: { duration: 0 } };

/** All filters in one place; each takes effect at once. */
export function FilterMenu({ state, onChange }: { state: ListState; onChange: ChangeList }) {
  const org = useOrg();
  const workspaces = useWorkspaces();
  const { user_id: me } = useSession();
  const people = Object.values(org.users).filter((user) => user.id !== me);
  const owner = typeof state.owner === "string" ? state.owner : state.owner[0] === undefined ? "" : String(state.owner[0]);
  const choices = (things: Readonly<Record<string, { id: number; name: string }>>) => Object.values(things).map(({ id, name }) => ({ value: String(id), label: name }));
  return (
    <Popover position="bottom-start" trapFocus shadow="md" width={360} transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Button size="compact-sm" variant="default" leftSection={<IconFilterPlus size={16} aria-hidden="true" />}>
          Filter
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Filters">
        <Stack gap="sm">
          <div>
            <Text size="sm" fw={600} id="sk-filter-status">
              Status
            </Text>
            <SegmentedControl
              fullWidth
              size="xs"
              aria-labelledby="sk-filter-status"
              value={state.status}
              onChange={(status) => onChange({ status })}
              data={[
                { value: "A" as const, label: "Active" },
                { value: "C" as const, label: "Closed" },
                { value: "any" as const, label: "Any" },
              ]}
            />
          </div>
          <MultiSelect label="Severity" data={choices(org.incident_severities)} value={state.severity.map(String)} onChange={(ids) => onChange({ severity: ids.map(Number) })} comboboxProps={inside} />
          <MultiSelect label="Incident type" searchable data={choices(org.incident_types)} value={state.type.map(String)} onChange={(ids) => onChange({ type: ids.map(Number) })} comboboxProps={inside} />
          <MultiSelect label="Workspace" searchable data={(workspaces.data ?? []).map(({ id, name }) => ({ value: String(id), label: name }))} value={state.workspace.map(String)} onChange={(ids) => onChange({ workspace: ids.map(Number) })} comboboxProps={inside} />
          <Select
            label="Owner"
            searchable
            data={[
              { value: "", label: "Anybody" },
              { value: "me", label: "Me" },
              { value: "none", label: "Nobody" },
              ...people.map((user) => ({ value: String(user.id), label: user.display_name })),
            ]}
            value={owner}
            allowDeselect={false}
            onChange={(choice) => onChange({ owner: choice === "me" || choice === "none" ? choice : choice === null || choice === "" ? [] : [Number(choice)] })}
            comboboxProps={inside}
          />
          <Group grow gap="xs" align="flex-end">
            <Select
              label="Time frame"
              data={Object.entries(frameFields).map(([value, label]) => ({ value, label }))}
              value={state.frame?.field ?? "create_date"}
              allowDeselect={false}
              onChange={(field) => onChange({ frame: { field: (field ?? "create_date") as FrameField, days: state.frame?.days ?? 7 } })}
              comboboxProps={inside}
            />
            <Select
              aria-label="Time frame, how far back"
              data={[{ value: "", label: "Any time" }, ...frameDays.map((days) => ({ value: String(days), label: days === 1 ? "Last 24 hours" : `Last ${days} days` }))]}
              value={state.frame === undefined ? "" : String(state.frame.days)}
              allowDeselect={false}
              onChange={(days) => onChange({ frame: days === null || days === "" ? undefined : { field: state.frame?.field ?? "create_date", days: Number(days) } })}
              comboboxProps={inside}
            />
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
