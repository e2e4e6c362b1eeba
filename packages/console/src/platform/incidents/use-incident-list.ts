import type { IncidentDTO, PagedDTO } from "@soarkit/protocol";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { post } from "../../api/platform.js";
import { useTopic } from "../../live/topics.js";
import { useSession } from "../../shell/session.js";
import { type IncidentQuery, stillMatching, toQuery } from "./list-query.js";
import type { ListState } from "./list-state.js";
import { bringUpToDate, type Shown } from "./shown-rows.js";

const path = "/incidents/query_paged?return_level=partial&handle_format=objects";

interface Page {
  key: string;
  size: number;
  total: number;
  filtered: number;
  rows: IncidentDTO[];
  /** Shown rows that still match but are on another page now. */
  elsewhere: IncidentDTO[];
}

const nothing: Shown<IncidentDTO> = { rows: [], gone: new Set(), changed: new Set(), waiting: 0 };

/** The incidents of a list state, live: cells change in place, new ones wait, gone ones stay dimmed. */
export function useIncidentList(state: ListState) {
  const { user_id: me } = useSession();
  const [asked, setAsked] = useState(() => Date.now());
  const body = useMemo(() => toQuery(state, me, asked), [state, me, asked]);
  const key = JSON.stringify(body);
  const onScreen = useRef<{ key: string; shown: Shown<IncidentDTO> }>({ key: "", shown: nothing });
  const [shown, setShown] = useState(nothing);
  useTopic("incidents");

  const query = useQuery({
    queryKey: ["incidents", "incident", "list", body],
    queryFn: ({ signal }) => readPage(body, key, onScreen.current.key === key ? onScreen.current.shown : nothing, signal),
    placeholderData: keepPreviousData,
  });
  const { data, isPlaceholderData } = query;

  useEffect(() => {
    if (data === undefined || isPlaceholderData) return;
    const next = onScreen.current.key === data.key ? bringUpToDate(onScreen.current.shown, data.rows, data.size, data.elsewhere, (one, other) => one.vers === other.vers) : { ...nothing, rows: data.rows };
    onScreen.current = { key: data.key, shown: next };
    setShown(next);
    if (next.changed.size === 0) return;
    const timer = setTimeout(() => setShown((now) => ({ ...now, changed: new Set() })), 4000);
    return () => clearTimeout(timer);
  }, [data, isPlaceholderData]);

  /** Takes in what waits, and lets go of what has left. */
  const showNew = useCallback(() => {
    if (data === undefined) return;
    const next = { ...nothing, rows: data.rows };
    onScreen.current = { key: data.key, shown: next };
    setShown(next);
    setAsked(Date.now());
  }, [data]);

  return { shown, total: data?.total ?? 0, filtered: data?.filtered ?? 0, showNew, query };
}

async function readPage(body: IncidentQuery, key: string, shown: Shown<IncidentDTO>, signal: AbortSignal): Promise<Page> {
  const page = await post<PagedDTO<IncidentDTO>>(path, body, { signal });
  const here = new Set(page.data.map((row) => row.id));
  const missing = shown.rows.map((row) => row.id).filter((id) => !here.has(id));
  const elsewhere = missing.length === 0 ? [] : (await post<PagedDTO<IncidentDTO>>(path, stillMatching(body, missing), { signal })).data;
  return { key, size: body.length, total: page.recordsTotal, filtered: page.recordsFiltered, rows: page.data, elsewhere };
}
