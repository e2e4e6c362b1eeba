import type { ActionDTO } from "@soarkit/protocol";
import { Button, Group, SegmentedControl, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate, useSearchParams } from "react-router";
import { Page } from "../../parts/page.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { PageLink } from "../customize/links.js";
import { useRules } from "../customize/queries.js";
import { objectTypeName } from "../customize/words.js";
import { conditionText } from "./condition-text.js";
import { EnabledSwitch } from "./enabled-switch.js";
import { RuleDoes } from "./rule-does.js";

/** All rules in their order. */
export function RuleList() {
  const query = useRules();
  const navigate = useNavigate();
  const [address, setAddress] = useSearchParams();
  const words = (address.get("q") ?? "").toLowerCase();
  const kind = address.get("type") ?? "all";
  const order = new Map((query.data ?? []).map((rule, index) => [rule.id, index + 1]));
  const shown = (query.data ?? []).filter((rule) => (kind === "all" || (kind === "automatic") === (rule.type === 0)) && rule.name.toLowerCase().includes(words));
  const change = (name: string, value: string, usual: string) =>
    setAddress(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === usual) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const columns: Column<ActionDTO>[] = [
    { id: "order", header: "Order", width: "3.5rem", align: "right", cell: (rule) => order.get(rule.id) },
    { id: "name", header: "Name", cell: (rule) => <PageLink to={`/customize/rules/${rule.id}`} clip>{rule.name}</PageLink> },
    { id: "type", header: "Type", width: "6rem", cell: (rule) => (rule.type === 0 ? "Automatic" : "Menu Item") },
    { id: "object", header: "Object", width: "5rem", cell: (rule) => objectTypeName(rule.object_type) },
    { id: "when", header: "When", width: "13rem", cell: (rule) => <span className="sk-one-line" title={conditionText(rule)}>{conditionText(rule)}</span> },
    { id: "does", header: "Does", width: "14rem", cell: (rule) => <RuleDoes rule={rule} /> },
    { id: "on", header: "On", width: "4rem", cell: (rule) => <EnabledSwitch rule={rule} /> },
  ];
  return (
    <Page title="Rules" aside={query.data === undefined ? null : <span className="sk-dimmed">{shown.length === query.data.length ? shown.length : `${shown.length} of ${query.data.length}`}</span>}>
      <Group gap="md" mb="sm">
        <TextInput size="xs" w="18rem" leftSection={<IconSearch size={14} aria-hidden="true" />} aria-label="Filter rules by name" placeholder="Name" value={address.get("q") ?? ""} onChange={(event) => change("q", event.currentTarget.value, "")} />
        <SegmentedControl size="xs" aria-label="Type of rule" value={kind} onChange={(value) => change("type", value, "all")} data={[{ value: "all", label: "All" }, { value: "menu", label: "Menu Item" }, { value: "automatic", label: "Automatic" }]} />
      </Group>
      <Loaded query={query} what="The rules could not be loaded">
        {(rules) =>
          rules.length === 0 ? (
            <Empty>Rules come with apps: import one with soarkit customize or resilient-circuits customize.</Empty>
          ) : shown.length === 0 ? (
            <Empty
              action={
                <Button size="xs" variant="default" onClick={() => setAddress(new URLSearchParams())}>
                  Clear filters
                </Button>
              }
            >
              No rule matches the filter.
            </Empty>
          ) : (
            <ServerTable label="Rules" columns={columns} rows={shown} rowKey={(rule) => rule.id} rowName={(rule) => rule.name} onOpen={(rule) => void navigate(`/customize/rules/${rule.id}`)} faded={(rule) => !rule.enabled} fetching={query.isFetching} minWidth="64rem" />
          )
        }
      </Loaded>
    </Page>
  );
}
