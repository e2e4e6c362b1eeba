import { Button } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation, useSearchParams } from "react-router";
import { DefangSwitch } from "../../parts/defang-switch.js";
import { Page } from "../../parts/page.js";
import { Loading, Problem } from "../../parts/states.js";
import { hub } from "../api.js";
import type { Draft } from "../types.js";
import { DraftView } from "./draft-view.js";
import { firstSettings } from "./settings-fields.js";
import { type ImportSource, SourceForm } from "./source.js";

interface Reading extends ImportSource {
  /** Tells one reading from the next; the text itself would be a heavy key. */
  id: string;
}

/** Import: read, look, then store (console.md §3B.5). */
export function ImportPage() {
  const [search] = useSearchParams();
  const { state } = useLocation() as { state: { text?: string } | null };
  const initial = state?.text ?? search.get("text") ?? "";
  const [reading, setReading] = useState<Reading>();
  const [settings, setSettings] = useState(firstSettings);
  const [asked] = useDebouncedValue(settings, 250);
  const { threat_type, severity, confidence, tlp } = asked;
  const query = useQuery({
    queryKey: ["indicators", "draft", reading?.id ?? "", threat_type, severity, confidence, tlp],
    queryFn: ({ signal }) => hub<Draft>("POST", "/imports/read", { text: reading?.text ?? "", filename: reading?.filename, threat_type, severity, confidence, tlp }, signal),
    enabled: reading !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 60_000,
  });
  const again = (
    <Button variant="default" onClick={() => setReading(undefined)}>
      Read something else
    </Button>
  );
  return (
    <Page title="Import" actions={reading === undefined ? undefined : <>{<DefangSwitch />}{again}</>}>
      <div hidden={reading !== undefined && query.error === null}>
        {query.error === null ? null : <Problem error={query.error} what="This cannot be read" />}
        <SourceForm initial={initial} busy={query.isFetching && query.data === undefined} onRead={(source) => setReading({ ...source, id: crypto.randomUUID() })} />
      </div>
      {reading === undefined || query.error !== null ? null : query.data === undefined ? <Loading rows={8} /> : <DraftView key={reading.id} source={reading} draft={query.data} settings={settings} onSettings={(change) => setSettings((now) => ({ ...now, ...change }))} />}
    </Page>
  );
}
