import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconUser } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { handleId } from "../../../api/handles.js";
import { notifyProblem } from "../../../parts/notify.js";
import { useSession } from "../../../shell/session.js";
import { useOrg } from "../../../shell/use-org.js";
import { setField } from "../data/change.js";
import { useIncidentPage } from "./page-state.js";

/** Name of the incident's owner for people. */
export function useOwnerName(): string | undefined {
  const { incident } = useIncidentPage();
  const { users } = useOrg();
  const id = handleId(incident.owner_id);
  if (id === undefined) return undefined;
  const handle = incident.owner_id;
  return users[id]?.display_name ?? (typeof handle === "object" && handle !== null ? handle.name : String(id));
}

/** Who owns the incident, and a menu to give it to somebody. */
export function OwnerMenu() {
  const { incident, readOnly } = useIncidentPage();
  const queries = useQueryClient();
  const session = useSession();
  const { users } = useOrg();
  const name = useOwnerName();
  const current = handleId(incident.owner_id) ?? null;
  const assign = async (id: number | null) => {
    if (id === current) return;
    try {
      await setField(queries, incident.id, "owner_id", current, id);
    } catch (error) {
      notifyProblem("The owner was not changed", error);
    }
  };
  const text = `Owner: ${name ?? "nobody"}`;
  if (readOnly !== undefined) return <span>{text}</span>;
  const people = Object.values(users).sort((a, b) => Number(b.id === session.user_id) - Number(a.id === session.user_id) || a.display_name.localeCompare(b.display_name));
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" color="gray" className="inc-owner" leftSection={<IconUser size={14} aria-hidden="true" />} rightSection={<IconChevronDown size={14} aria-hidden="true" />}>
          {text}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className="inc-long-menu">
        {people.map((user) => (
          <Menu.Item key={user.id} onClick={() => void assign(user.id)} aria-current={user.id === current || undefined}>
            {user.display_name}
            {user.id === session.user_id ? " (me)" : ""}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => void assign(null)}>Nobody</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
