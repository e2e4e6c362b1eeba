import { Radio, Stack, Switch, UnstyledButton } from "@mantine/core";
import type { ThreatServiceDTO } from "@soarkit/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../../api/platform.js";
import { Dialog } from "../../parts/dialog.js";
import { DialogForm } from "../../parts/dialog-form.js";
import { notifyDone, problemText } from "../../parts/notify.js";
import { ServerTable } from "../../parts/server-table.js";
import { Problem } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Tag } from "../../parts/tag.js";
import { Time } from "../../parts/time.js";
import { Visible } from "../../parts/visible.js";
import { threatKey } from "./queries.js";
import { answerTime } from "./words.js";

/** The sources with their last answer, and their switches (figures 14 and 15 of the TruSTAR guide). */
export function SourceTable({ sources, opened, onOpen }: { sources: readonly ThreatServiceDTO[]; opened: number | undefined; onOpen: (id: number) => void }) {
  const queries = useQueryClient();
  const [problem, setProblem] = useState<unknown>();
  const [turningOn, setTurningOn] = useState<{ source: ThreatServiceDTO; launcher: HTMLElement }>();
  const turn = async (source: ThreatServiceDTO, body: object) => {
    await put(`/threat_sources/${source.id}`, body);
    await queries.invalidateQueries({ queryKey: threatKey });
  };
  const turnOff = async (source: ThreatServiceDTO) => {
    setProblem(undefined);
    try {
      await turn(source, { enabled: false });
      notifyDone(`${source.name} is OFF. Nothing is sent to it.`);
    } catch (error) {
      setProblem(error);
    }
  };
  const columns: Column<ThreatServiceDTO>[] = [
    {
      id: "name",
      header: "Name",
      width: "12rem",
      cell: (row) => (
        <UnstyledButton className="ts-name sk-one-line" aria-pressed={row.id === opened} onClick={() => onOpen(row.id)}>
          <Visible text={row.name} />
        </UnstyledButton>
      ),
    },
    { id: "address", header: "Address", cell: (row) => <span className="sk-one-line" title={row.rest_url}>{row.rest_url}</span> },
    { id: "last", header: "Last answer", width: "15rem", cell: (row) => <LastAnswer source={row} /> },
    { id: "today", header: "Last 24 hours", width: "10rem", cell: (row) => `${row.today.asked.toLocaleString("en")} asked, ${row.today.hits.toLocaleString("en")} hits` },
    {
      id: "state",
      header: "State",
      width: "6.5rem",
      cell: (row) => (
        <Switch
          size="md"
          className="ts-switch"
          onLabel="ON"
          offLabel="OFF"
          checked={row.enabled}
          aria-label={`${row.name} is ${row.enabled ? "ON" : "OFF"}`}
          onChange={(event) => {
            if (event.currentTarget.checked) setTurningOn({ source: row, launcher: event.currentTarget });
            else void turnOff(row);
          }}
        />
      ),
    },
  ];
  return (
    <>
      {problem === undefined ? null : <Problem error={problem} what={`Nothing was changed: ${problemText(problem)}`} />}
      <ServerTable label="Threat sources" columns={columns} rows={sources} rowKey={(row) => row.id} rowName={(row) => row.name} onOpen={(row) => onOpen(row.id)} {...(opened === undefined ? {} : { opened })} minWidth="62rem" />
      {turningOn === undefined ? null : <TurnOnDialog {...turningOn} turn={turn} onClose={() => setTurningOn(undefined)} />}
    </>
  );
}

function LastAnswer({ source: { last, disabled_reason: reason } }: { source: ThreatServiceDTO }) {
  if (reason !== null) return <Tag kind="action" value="failed" label="Switched off: credentials" />;
  if (last === null) return <span className="sk-dimmed">Not asked yet</span>;
  if (last.error !== null) {
    return (
      <span className="ts-last" title={last.error}>
        <Tag kind="action" value="failed" label={last.status === null ? "No answer" : `Status ${last.status}`} /> <Time at={last.at} />
      </span>
    );
  }
  return (
    <span>
      <Time at={last.at} />, {answerTime(last.ms)}
    </span>
  );
}

/** Asks which artifacts are looked up at a source that is switched on. */
function TurnOnDialog({ source, launcher, turn, onClose }: { source: ThreatServiceDTO; launcher: HTMLElement; turn: (source: ThreatServiceDTO, body: object) => Promise<void>; onClose: () => void }) {
  const [lookUp, setLookUp] = useState("new");
  const submit = async () => {
    await turn(source, { enabled: true, look_up: lookUp });
    notifyDone(`${source.name} is ON.`);
    onClose();
  };
  return (
    <Dialog opened onClose={onClose} title={`Switch ${source.name} ON`} launcher={launcher}>
      <DialogForm label="Switch ON" refused="It was not switched on" onSubmit={submit} onCancel={onClose}>
        <Radio.Group label="Which artifacts are looked up" value={lookUp} onChange={setLookUp}>
          <Stack gap="xs" mt="xs">
            <Radio value="new" label="New ones only" data-autofocus />
            <Radio value="open" label="New ones, and those of open incidents" />
          </Stack>
        </Radio.Group>
      </DialogForm>
    </Dialog>
  );
}
