import type { FunctionDTO } from "@soarkit/protocol";
import { useMemo } from "react";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { useFields } from "../customize/queries.js";
import type { FunctionStepContent } from "./bpmn/function-step.js";
import { type InputRow, inputRows } from "./step-inputs.js";

const columns: Column<InputRow>[] = [
  { id: "name", header: "Input", width: "14rem", cell: (row) => <span className="wf-mono">{row.name}{row.required ? <span aria-hidden="true"> *</span> : null}{row.required ? <span className="sk-hidden"> (required)</span> : null}</span> },
  { id: "type", header: "Type", width: "7rem", cell: (row) => row.type },
  {
    id: "value",
    header: "Value",
    cell: (row) => (
      <span className="wf-value">
        {row.value ?? <span className="sk-dimmed">{row.byScript ? "" : "not set"}</span>}
        {row.byScript ? <span className="sk-dimmed">{row.value === undefined ? "set by the pre-process script" : " — may be replaced by the pre-process script"}</span> : null}
      </span>
    ),
  },
];

/** The inputs of a function step and what each is set to. */
export function StepInputs({ called, content }: { called: FunctionDTO | undefined; content: FunctionStepContent }) {
  const query = useFields("__function");
  const rows = useMemo(() => (called === undefined || query.data === undefined ? [] : inputRows(called, query.data, content)), [called, query.data, content]);
  return (
    <Loaded query={query} rows={3} what="The inputs could not be loaded">
      {() => (rows.length === 0 ? <Empty>This function has no inputs.</Empty> : <ServerTable label="Inputs" columns={columns} rows={rows} rowKey={(row) => row.name} rowName={(row) => row.name} minWidth="30rem" />)}
    </Loaded>
  );
}
