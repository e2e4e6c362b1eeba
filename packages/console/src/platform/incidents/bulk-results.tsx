import { Anchor, Table } from "@mantine/core";
import { Link } from "react-router";
import { Dialog } from "../../parts/dialog.js";
import { Tag } from "../../parts/tag.js";
import type { BulkResult } from "./changes.js";

/** How each of several incidents fared: never a count alone (console.md §3A.2). */
export function BulkResults({ results, onClose }: { results: { what: string; rows: readonly BulkResult[] } | undefined; onClose: () => void }) {
  const rows = results?.rows ?? [];
  const failed = rows.filter((row) => row.reason !== undefined).length;
  return (
    <Dialog opened={results !== undefined} onClose={onClose} title={`${results?.what ?? ""}: ${rows.length - failed} of ${rows.length} incidents`}>
      <Table aria-label="Results">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="5rem">ID</Table.Th>
            <Table.Th>Name</Table.Th>
            <Table.Th>Result</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.id}>
              <Table.Td>
                <Anchor component={Link} to={`/incidents/${row.id}`} onClick={onClose}>
                  {row.id}
                </Anchor>
              </Table.Td>
              <Table.Td>{row.name}</Table.Td>
              <Table.Td>{row.reason === undefined ? <Tag kind="action" value="completed" label="Done" /> : <Tag kind="action" value="failed" label={row.reason} />}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Dialog>
  );
}
