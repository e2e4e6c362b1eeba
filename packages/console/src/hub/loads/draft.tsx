import { Alert, Button, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type SyntheticEvent, useState } from "react";
import { problemText } from "../../parts/notify.js";
import { sizeText } from "../../parts/size.js";
import { Loading, Problem } from "../../parts/states.js";
import { hub } from "../api.js";
import { ColumnsForm } from "./columns-form.js";
import { Preview } from "./preview.js";
import { askedOf, previewQuery } from "./queries.js";
import { SettingsForm } from "./settings-form.js";
import type { Load, LoadSettings } from "./types.js";

/** A file that is not started yet: its settings, its columns, what it would bring, and the button that starts it. */
export function Draft({ load }: { load: Load }) {
  const queries = useQueryClient();
  const [settings, setSettings] = useState<LoadSettings>({ format: load.format, source: "", feed: "", licence: "", tlp: "", confidence: "", severity: "", threat_type: "", expires: "", map: {} });
  const [asked] = useDebouncedValue(settings, 400);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const query = useQuery(previewQuery(load.id, asked));
  const { data } = query;
  const change = (part: Partial<LoadSettings>) => {
    setProblem(undefined);
    setSettings((before) => ({ ...before, ...part }));
  };
  const start = async (event: SyntheticEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await hub("POST", `/loads/${load.id}/start`, askedOf(settings));
      await queries.invalidateQueries({ queryKey: ["loads", "load"] });
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  const nothing = data !== undefined && (data.problem !== undefined || (data.whole && data.values === 0 && data.reports.length === 0));
  return (
    <form onSubmit={(event) => void start(event)} onKeyDown={(event) => event.key === "Enter" && event.ctrlKey && event.currentTarget.requestSubmit()}>
      <Text c="dimmed" mb="sm" maw="90ch">
        {sizeText(load.size)}. What the file says about a value comes first; the settings stand in for what it does not say.
      </Text>
      <SettingsForm load={load} value={settings} onChange={change} />
      {query.error !== null ? (
        <Problem error={query.error} what="The file cannot be read like this" onRetry={() => void query.refetch()} />
      ) : data === undefined ? (
        <Loading rows={8} />
      ) : (
        <>
          {data.problem === undefined ? null : (
            <Alert color="orange" title="Say which column holds the values" mb="sm" role="alert">
              The file cannot be read as it stands: {data.problem.split(";")[0]}. Choose below what its columns hold.
            </Alert>
          )}
          {data.columns.length === 0 ? null : <ColumnsForm columns={data.columns} map={settings.map} open={data.problem !== undefined} onMap={(map) => change({ map })} />}
          {data.problem === undefined ? <Preview preview={data} fetching={query.isFetching || asked !== settings} /> : null}
        </>
      )}
      {problem === undefined ? null : (
        <Alert color="red" role="alert" mt="sm" title="The load was not started">
          {problemText(problem)}
        </Alert>
      )}
      <div className="hub-bar">
        <Text c="dimmed" ml="auto">
          Nothing has been stored yet.
        </Text>
        <Button type="submit" loading={busy} disabled={query.error !== null || data === undefined || nothing || asked !== settings}>
          Start the load
        </Button>
      </div>
    </form>
  );
}
