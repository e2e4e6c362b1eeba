import { Alert, Button, Group, Stack, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { notifyDone, problemText } from "../../../parts/notify.js";
import { useDraft } from "../data/drafts.js";
import { keys } from "../data/queries.js";
import { useIncidentPage } from "../page/page-state.js";
import { addArtifact, extract } from "./add-artifact.js";
import type { AddProps } from "./add-dialog.js";
import { existingKeys, type PasteRow, pasteRows, pasteStates, rowsToAdd, summaryOf } from "./paste.js";
import { PasteTable } from "./paste-table.js";

/** Adds all that stands in a text: found, refanged, corrected in a table, then saved. */
export function AddPasted({ existing, onAdded, onClose }: AddProps) {
  const { incident } = useIncidentPage();
  const queries = useQueryClient();
  const [text, setText] = useDraft(`paste:${incident.id}`);
  const [rows, setRows] = useState<readonly PasteRow[] | undefined>(undefined);
  const [cut, setCut] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [added, setAdded] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const held = useMemo(() => existingKeys(existing), [existing]);
  const states = pasteStates(rows ?? [], held);
  const chosen = rowsToAdd(rows ?? [], held);
  const skipped = (rows ?? []).filter((row) => states.get(row.key) !== "new").length;
  const read = async () => {
    if (text.trim() === "" || busy) return field.current?.focus();
    setBusy(true);
    setProblem(undefined);
    try {
      const found = await extract(incident.id, text);
      setRows(pasteRows(found.entities));
      setCut(found.cut);
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const add = async () => {
    if (busy || chosen.length === 0) return;
    setBusy(true);
    setProblem(undefined);
    setAdded(0);
    try {
      for (const [index, row] of chosen.entries()) {
        onAdded(await addArtifact(incident.id, row.type, row.value.trim(), ""));
        setAdded(index + 1);
      }
      notifyDone(`Added ${chosen.length} ${chosen.length === 1 ? "artifact" : "artifacts"}.`);
      setText("");
      onClose();
    } catch (error) {
      setProblem(error);
    } finally {
      // What was added before a failure is a duplicate from now on, so that another try adds only the rest.
      await queries.invalidateQueries({ queryKey: keys.artifacts(incident.id) });
      setBusy(false);
    }
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void (rows === undefined ? read() : add());
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        void (rows === undefined ? read() : add());
      }}
    >
      <Stack gap="md">
        {rows === undefined ? (
          <Textarea ref={field} label="Text" description="A mail, a report, a list. Addresses, names, URLs and hashes are found in it, also when they were made harmless." data-autofocus minRows={8} maxRows={16} autosize value={text} onChange={(event) => setText(event.currentTarget.value)} />
        ) : rows.length === 0 ? (
          <Alert color="gray" title="No indicator was found in this text">
            Go back and look whether the whole text was pasted, or add what you see as one artifact.
          </Alert>
        ) : (
          <>
            <p role="status" className="inc-paste-line">
              {summaryOf(rows)}. {chosen.length} will be added{skipped === 0 ? "" : `, ${skipped} skipped because they are here already`}.{cut ? " The text holds more than one paste takes: add these, then paste the rest." : ""}
            </p>
            <PasteTable rows={rows} states={states} onChange={setRows} />
          </>
        )}
        {problem === undefined ? null : (
          <Alert color="red" role="alert" title={added > 0 ? `${added} of ${chosen.length + added} added` : rows === undefined ? "The text could not be read" : "Not added"}>
            {problemText(problem)}
          </Alert>
        )}
        <Group justify="flex-end">
          <span className="sk-keys">Ctrl Enter</span>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          {rows === undefined ? (
            <Button type="submit" loading={busy} disabled={text.trim() === ""}>
              Find artifacts
            </Button>
          ) : (
            <>
              <Button variant="default" onClick={() => setRows(undefined)}>
                Back to the text
              </Button>
              <Button type="submit" loading={busy} disabled={chosen.length === 0}>
                {busy ? `${added} of ${chosen.length}` : `Add ${chosen.length} ${chosen.length === 1 ? "artifact" : "artifacts"}`}
              </Button>
            </>
          )}
        </Group>
      </Stack>
    </form>
  );
}
