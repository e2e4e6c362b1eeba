import { Button, Group, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { ServerTable } from "../../parts/server-table.js";
import { Empty, Loaded } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Value } from "../../parts/value.js";
import { VirtualTable } from "../../parts/virtual-table.js";
import { hub, indicatorPath } from "../api.js";
import { TypeCell } from "../cells.js";
import type { BulkAnswer } from "../types.js";
import { searchColumns } from "./columns.js";

const unknownColumns: Column<{ value: string; type: string }>[] = [
  { id: "value", header: "Indicator", cell: (row) => <Value value={row.value} type={row.type} /> },
  { id: "type", header: "Type", width: "8rem", cell: (row) => <TypeCell type={row.type} /> },
];
const wellKnownColumns: Column<BulkAnswer["well_known"][number]>[] = [
  ...unknownColumns,
  { id: "remarks", header: "What is known", width: "50%", cell: (row) => row.remarks.join("; ") },
];
const otherColumns: Column<BulkAnswer["not_indicators"][number]>[] = [
  { id: "value", header: "Text", cell: (row) => <Value value={row.value} plain /> },
  { id: "reason", header: "Why it is no indicator", cell: (row) => row.reason },
];

/** What the hub says to each value of a pasted text. */
export function BulkResult({ text }: { text: string }) {
  const navigate = useNavigate();
  const query = useQuery({ queryKey: ["indicators", "indicator", "bulk", text], queryFn: ({ signal }) => hub<BulkAnswer>("POST", "/search/bulk", { text }, signal) });
  return (
    <Loaded query={query} rows={8} what="The values could not be looked up">
      {({ known, unknown, well_known: wellKnown, not_indicators: others }) => (
        <Tabs key={text} defaultValue={known.length > 0 ? "known" : unknown.length > 0 ? "unknown" : "others"}>
          <Tabs.List mb="xs">
            <Tabs.Tab value="known">Known {known.length}</Tabs.Tab>
            <Tabs.Tab value="unknown">Unknown {unknown.length}</Tabs.Tab>
            <Tabs.Tab value="well-known">Well known {wellKnown.length}</Tabs.Tab>
            <Tabs.Tab value="others">Not an indicator {others.length}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="known">
            {known.length === 0 ? (
              <Empty>None of these values is known here.</Empty>
            ) : known.length > 100 ? (
              <VirtualTable label="Known indicators" columns={searchColumns(true)} rows={known} rowKey={(row) => row.id} rowName={(row) => row.value} onOpen={(row) => void navigate(indicatorPath(row.id))} minWidth="75rem" />
            ) : (
              <ServerTable label="Known indicators" columns={searchColumns(true)} rows={known} rowKey={(row) => row.id} rowName={(row) => row.value} onOpen={(row) => void navigate(indicatorPath(row.id))} minWidth="75rem" />
            )}
          </Tabs.Panel>
          <Tabs.Panel value="unknown">
            {unknown.length === 0 ? (
              <Empty>Every value is known.</Empty>
            ) : (
              <>
                <Group mb="xs">
                  <Button size="xs" onClick={() => void navigate("/import", { state: { text: unknown.map(({ value }) => value).join("\n") } })}>
                    Import {unknown.length}
                  </Button>
                </Group>
                <VirtualTable label="Unknown values" columns={unknownColumns} rows={unknown} rowKey={(row) => row.value} rowName={(row) => row.value} />
              </>
            )}
          </Tabs.Panel>
          <Tabs.Panel value="well-known">
            {wellKnown.length === 0 ? <Empty>None of the other values stands on a warning list.</Empty> : <VirtualTable label="Well-known values" columns={wellKnownColumns} rows={wellKnown} rowKey={(row) => row.value} rowName={(row) => row.value} />}
          </Tabs.Panel>
          <Tabs.Panel value="others">
            {others.length === 0 ? <Empty>Everything in the text is a value the hub can keep.</Empty> : <VirtualTable label="What is no indicator" columns={otherColumns} rows={others} rowKey={(row) => row.value} rowName={(row) => row.value} />}
          </Tabs.Panel>
        </Tabs>
      )}
    </Loaded>
  );
}
