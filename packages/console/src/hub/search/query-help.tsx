import { Button, Code, Group, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Dialog } from "../../parts/dialog.js";
import { vocabularyQuery } from "../api.js";

const examples: readonly (readonly [query: string, means: string])[] = [
  ["itype = mal_ip and confidence > 60", "Malicious addresses, more than 60 sure"],
  ["value startswith 45.33.", "Values that begin so"],
  ['value = "*.evil.com"', "A star stands for anything"],
  ["severity >= high and date_last > -7d", "High or worse, seen in the last seven days"],
  ['campaign contains "Machete" and not type = file_name', "Out of a report, without its file names"],
  ["(tlp = RED or tlp = AMBER) and source != ESET", "Parentheses, and, or, not"],
];

/** The query language in short; an example can be taken into the field. */
export function QueryHelp({ opened, onClose, onTake }: { opened: boolean; onClose: () => void; onTake: (query: string) => void }) {
  const words = useQuery({ ...vocabularyQuery, enabled: opened }).data;
  return (
    <Dialog opened={opened} onClose={onClose} title="The query language" size="xl">
      <Stack gap="md" className="hub-help">
        <Text>
          A condition is <Code>field operator value</Code>; join conditions with <Code>and</Code>, <Code>or</Code>, <Code>not</Code> and parentheses. A value with blanks stands in quotes; inside them a quote is written twice. A text without a condition is looked for everywhere.
        </Text>
        <Table aria-label="Examples">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Example</Table.Th>
              <Table.Th>Finds</Table.Th>
              <Table.Th>
                <span className="sk-hidden">Use it</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {examples.map(([query, means]) => (
              <Table.Tr key={query}>
                <Table.Td>
                  <code>{query}</code>
                </Table.Td>
                <Table.Td>{means}</Table.Td>
                <Table.Td>
                  <Button size="compact-xs" variant="default" onClick={() => onTake(query)} aria-label={`Use ${query}`}>
                    Use
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <div>
          <Text fw={600}>Fields</Text>
          <Group gap={6}>{words?.fields.map((field) => <Code key={field}>{field}</Code>)}</Group>
        </div>
        <div>
          <Text fw={600}>Operators</Text>
          <Text>
            <Code>= != contains startswith endswith</Code> for texts, <Code>= != &gt; &gt;= &lt; &lt;=</Code> for confidence, severity (low, medium, high, very-high) and times. A time is <Code>2020-07-28</Code>, <Code>2020-07-28T10:00:00</Code> or <Code>-1d</Code> (s, m, h, d, w before now), in UTC.
          </Text>
        </div>
      </Stack>
    </Dialog>
  );
}
