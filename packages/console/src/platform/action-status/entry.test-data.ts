import type { InvocationDetail } from "./types.js";

/** A call of a function that waits for nobody being connected. */
export function entryWith(change: Partial<InvocationDetail>): InvocationDetail {
  return {
    id: 12,
    kind: "function",
    parent_id: null,
    action: { id: 3, name: "Example: Anomali Staxx Import", type: 1 },
    workflow: { workflow_id: 4, name: "Example: Staxx Indicator Import", programmatic_name: "example_staxx_indicator_import" },
    workflow_instance_id: 9,
    function: { id: 5, name: "staxx_import", display_name: "Staxx Import" },
    destination: "fn_anomali_staxx",
    create_date: 1_700_000_000_000,
    end_date: null,
    create_user: { id: 1, type: "user", name: "al@example.com", display_name: "A. Lindqvist" },
    object: { type_id: 4, type_name: "artifact", object_id: 88, object_name: "45.33.2.79" },
    inc_id: 2101,
    status: 1,
    outcome: "pending",
    messages: [],
    inputs: { staxx_indicator: "45.33.2.79" },
    results: null,
    error: null,
    workflow_instances: [],
    invocations: [],
    ...change,
  };
}
