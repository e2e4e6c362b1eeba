import "../workflows/workflows.css";
import type { FieldDefDTO, FunctionDTO } from "@soarkit/protocol";
import { Stack, Text } from "@mantine/core";
import { useParams } from "react-router";
import { textOf } from "../../api/handles.js";
import { Facts } from "../../parts/facts.js";
import { JsonView } from "../../parts/json-view.js";
import { Page } from "../../parts/page.js";
import { RichText } from "../../parts/rich-text.js";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Nothing, Time } from "../../parts/time.js";
import { PageLink, Several } from "../customize/links.js";
import { useFields, useFunctions, useWorkflows } from "../customize/queries.js";
import { idOf, idParameter, nameOf } from "../customize/words.js";
import { usesOf } from "./used-by.js";

const columns: Column<FieldDefDTO>[] = [
  { id: "name", header: "Input", width: "15rem", cell: (field) => <span className="wf-mono">{field.name}</span> },
  { id: "type", header: "Type", width: "8rem", cell: (field) => field.input_type },
  { id: "required", header: "Required", width: "6rem", cell: (field) => (field.required === "always" ? "yes" : "no") },
  { id: "choices", header: "Choices", width: "16rem", cell: (field) => (field.values.length === 0 ? <Nothing /> : <span className="wf-value">{field.values.map((value) => value.label).join(", ")}</span>) },
  { id: "help", header: "Help", cell: (field) => (field.tooltip === "" ? <Nothing /> : <span className="wf-value">{field.tooltip}</span>) },
];

/** One function: inputs in order, where its calls go, who calls it, an example of what it answers. */
export function FunctionPage() {
  const id = idParameter(useParams()["id"]);
  const query = useFunctions();
  const found = query.data?.find((candidate) => candidate.id === id);
  return (
    <Page title={found?.display_name ?? "Function"} crumbs={[{ label: "Functions", to: "/customize/functions" }]}>
      <Loaded query={query} what="The function could not be loaded">
        {() => (found === undefined ? <Empty>There is no function at this address. It may have been deleted; choose one from the list.</Empty> : <FunctionParts found={found} />)}
      </Loaded>
    </Page>
  );
}

function FunctionParts({ found }: { found: FunctionDTO }) {
  const fields = useFields("__function");
  const uses = usesOf(found, useWorkflows().data ?? []);
  const example = found["output_json_example"];
  const modified = found["last_modified_time"];
  return (
    <Stack gap="sm">
      {textOf(found.description) === "" ? null : <RichText content={found.description} />}
      <Facts
        items={[
          ["API name", <span key="name" className="wf-mono">{found.name}</span>],
          ["Destination", <PageLink key="to" to={`/customize/destinations/${idOf(found.destination_handle) ?? ""}`}>{nameOf(found.destination_handle)}</PageLink>],
          ["Used by", <Several key="used" items={uses.map((use) => ({ key: `${use.workflow.workflow_id} ${use.step.id}`, node: <PageLink to={`/customize/workflows/${use.workflow.workflow_id}?step=${encodeURIComponent(use.step.id)}`}>{`${use.workflow.name}, step ${use.step.name}`}</PageLink> }))} />],
          ["Version", found.version],
          ["Changed", <Time key="changed" at={typeof modified === "number" ? modified : null} form="full" />],
        ]}
      />
      <h2>Inputs</h2>
      <Loaded query={fields} rows={3} what="The inputs could not be loaded">
        {(all) => {
          const inputs = found.view_items.flatMap((item) => all.find((field) => field.uuid === item.content || field.name === item.content) ?? []);
          return inputs.length === 0 ? <Text>This function has no inputs.</Text> : <ServerTable label="Inputs" columns={columns} rows={inputs} rowKey={(field) => field.uuid} rowName={(field) => field.name} minWidth="52rem" />;
        }}
      </Loaded>
      {typeof example === "string" && example !== "" ? (
        <>
          <h2>Example of its answer</h2>
          <JsonView value={example} label="Example of its answer" />
        </>
      ) : null}
    </Stack>
  );
}
