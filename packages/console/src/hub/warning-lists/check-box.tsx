import { Button, Textarea } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import { Problem } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Value } from "../../parts/value.js";
import { VirtualTable } from "../../parts/virtual-table.js";
import { TypeCell } from "../cells.js";
import type { CheckedValue } from "../types.js";
import { checkValues } from "./queries.js";

const columns: Column<CheckedValue>[] = [
  { id: "value", header: "Value", cell: (row) => <Value value={row.value} {...(row.type === null ? { plain: true } : { type: row.type })} /> },
  { id: "type", header: "Type", width: "8rem", cell: (row) => (row.type === null ? <span className="sk-dimmed">—</span> : <TypeCell type={row.type} />) },
  { id: "verdict", header: "What is known", width: "50%", cell: (row) => <Verdict checked={row} /> },
];

/** Asks all lists about values that somebody types or pastes (console.md §3B.6). */
export function CheckBox() {
  const [text, setText] = useState("");
  const [answer, setAnswer] = useState<CheckedValue[]>();
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const values = [...new Set(text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== ""))]; // prettier-ignore
  const check = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      setAnswer(await checkValues(values));
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (values.length > 0) void check();
  };
  return (
    <form className="hub-check" onSubmit={submit}>
      <Textarea label="Check a value" description="One on each line, defanged or not" value={text} onChange={(event) => setText(event.currentTarget.value)} autosize minRows={2} maxRows={8} spellCheck={false} />
      <Button type="submit" mt="xs" loading={busy} disabled={values.length === 0}>
        Check
      </Button>
      <div aria-live="polite">
        {problem === undefined ? null : <Problem error={problem} onRetry={() => void check()} what="The values could not be checked" />}
        {answer === undefined ? null : <VirtualTable label="What the lists say" columns={columns} rows={answer} rowKey={(row) => row.given} rowName={(row) => row.value} />}
      </div>
    </form>
  );
}

function Verdict({ checked: { type, marks, place } }: { checked: CheckedValue }) {
  if (type === null) return <span className="sk-dimmed">Not a value the hub knows</span>;
  if (marks.length + place.length === 0) return <Tag kind="mark" value="off" label="On no list" />;
  return (
    <ul className="hub-verdict">
      {[...marks.map(({ remark }) => remark), ...place].map((words) => (
        <li key={words}>
          <Tag kind="mark" value="well known" label={words} />
        </li>
      ))}
    </ul>
  );
}
