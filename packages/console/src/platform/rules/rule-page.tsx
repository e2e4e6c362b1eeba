import "../workflows/workflows.css";
import type { ActionDTO } from "@soarkit/protocol";
import { Stack, Tabs, Text } from "@mantine/core";
import { useParams } from "react-router";
import { Page } from "../../parts/page.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Nothing } from "../../parts/time.js";
import { useFields, useRules } from "../customize/queries.js";
import { idParameter, objectTypeName } from "../customize/words.js";
import { useAddressPart } from "../workflows/use-address-part.js";
import { conditionParts, logicText } from "./condition-text.js";
import { EnabledSwitch } from "./enabled-switch.js";
import { ExplainRule } from "./explain.js";
import { RuleDoes } from "./rule-does.js";
import { RuleRuns } from "./runs.js";

const crumbs = [{ label: "Rules", to: "/customize/rules" }];

/** One rule: what it asks, what it does, its runs, and why it would run or not. */
export function RulePage() {
  const id = idParameter(useParams()["id"]);
  const query = useRules();
  const [tab, setTab] = useAddressPart("show");
  const rule = query.data?.find((candidate) => candidate.id === id);
  return (
    <Page title={rule?.name ?? "Rule"} crumbs={crumbs} actions={rule === undefined ? undefined : <EnabledSwitch rule={rule} withWord />}>
      <Loaded query={query} what="The rule could not be loaded">
        {() =>
          rule === undefined ? (
            <Empty>There is no rule at this address. It may have been deleted; choose one from the list.</Empty>
          ) : (
            <>
              <Text c="dimmed" mb="xs">
                {rule.type === 0 ? "Automatic: runs by itself when its conditions come true" : "Menu Item: offered in the actions menu while its conditions hold"} · on {objectTypeName(rule.object_type).toLowerCase()}s
                {rule.enabled ? "" : " · switched off"}
              </Text>
              <Tabs value={tab ?? "rule"} onChange={(value) => setTab(value === "rule" ? undefined : (value ?? undefined))} keepMounted={false}>
                <Tabs.List>
                  <Tabs.Tab value="rule">Conditions and activities</Tabs.Tab>
                  <Tabs.Tab value="fields">Activity Fields</Tabs.Tab>
                  <Tabs.Tab value="runs">Runs</Tabs.Tab>
                  <Tabs.Tab value="explain">Explain</Tabs.Tab>
                </Tabs.List>
                <Tabs.Panel value="rule" pt="sm">
                  <Conditions rule={rule} />
                </Tabs.Panel>
                <Tabs.Panel value="fields" pt="sm">
                  <ActivityFields rule={rule} />
                </Tabs.Panel>
                <Tabs.Panel value="runs" pt="sm">
                  <RuleRuns rule={rule.id} />
                </Tabs.Panel>
                <Tabs.Panel value="explain" pt="sm">
                  <ExplainRule rule={rule} />
                </Tabs.Panel>
              </Tabs>
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

interface ConditionRow {
  id: number;
  field: string;
  method: string;
  value: string;
}

const conditionColumns: Column<ConditionRow>[] = [
  { id: "number", header: "No.", width: "3.5rem", align: "right", cell: (row) => row.id },
  { id: "field", header: "Field", width: "18rem", cell: (row) => <span className="wf-mono">{row.field}</span> },
  { id: "method", header: "Compares", width: "12rem", cell: (row) => row.method },
  { id: "value", header: "With", cell: (row) => (row.value === "" ? <Nothing /> : <span className="wf-value">{row.value}</span>) },
];

function Conditions({ rule }: { rule: ActionDTO }) {
  const rows = rule.conditions.map((condition, index): ConditionRow => ({ id: condition.evaluation_id ?? index + 1, ...conditionParts(condition) }));
  return (
    <Stack gap="sm">
      <h2>Conditions</h2>
      {rows.length === 0 ? (
        <Text>None: it {rule.type === 0 ? "runs on every change" : "is always offered"}.</Text>
      ) : (
        <>
          <Text>{logicText(rule)}</Text>
          <ServerTable label="Conditions" columns={conditionColumns} rows={rows} rowKey={(row) => row.id} rowName={(row) => `condition ${row.id}`} minWidth="40rem" />
        </>
      )}
      <h2>Activities</h2>
      <div>
        <RuleDoes rule={rule} />
      </div>
    </Stack>
  );
}

interface FieldRow {
  name: string;
  label: string;
  type: string;
  required: boolean;
  choices: string;
}

const fieldColumns: Column<FieldRow>[] = [
  { id: "label", header: "Label", width: "16rem", cell: (row) => row.label },
  { id: "name", header: "API name", width: "16rem", cell: (row) => <span className="wf-mono">{row.name}</span> },
  { id: "type", header: "Type", width: "8rem", cell: (row) => row.type },
  { id: "required", header: "Required", width: "6rem", cell: (row) => (row.required ? "yes" : "no") },
  { id: "choices", header: "Choices", cell: (row) => (row.choices === "" ? <Nothing /> : <span className="wf-value">{row.choices}</span>) },
];

function ActivityFields({ rule }: { rule: ActionDTO }) {
  const query = useFields("actioninvocation");
  return (
    <Loaded query={query} rows={3} what="The activity fields could not be loaded">
      {(fields) => {
        const rows = rule.view_items.flatMap((item): FieldRow[] => {
          const field = fields.find((candidate) => candidate.uuid === item.content || candidate.name === item.content);
          if (field === undefined) return [];
          const choices = field.values.filter((value) => value.enabled && !value.hidden).map((value) => (value.default ? `${value.label} (default)` : value.label));
          return [{ name: field.name, label: field.text, type: field.input_type, required: field.required === "always", choices: choices.join(", ") }];
        });
        return rows.length === 0 ? <Empty>This rule asks for nothing; it runs at once.</Empty> : <ServerTable label="Activity Fields" columns={fieldColumns} rows={rows} rowKey={(row) => row.name} rowName={(row) => row.label} minWidth="48rem" />;
      }}
    </Loaded>
  );
}
