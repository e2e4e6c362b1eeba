import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { DefangSwitch } from "../../parts/defang-switch.js";
import { Page } from "../../parts/page.js";
import { BulkResult } from "./bulk.js";
import { hubQuery, isBulk, readState, type SearchState, writeState } from "./query-text.js";
import { SearchResult, useSearch } from "./result.js";
import { SearchForm } from "./search-form.js";

/** Search, single and bulk (console.md §3B.2). */
export function SearchPage() {
  const [address, setAddress] = useSearchParams();
  const state = useMemo(() => readState(address), [address]);
  const onChange = useCallback((change: Partial<SearchState>) => setAddress(writeState({ ...state, page: 1, ...change })), [setAddress, state]);
  const bulk = state.mode === "simple" && isBulk(state.q);
  const search = useSearch(state, !bulk);
  const { offset } = hubQuery(state);
  const mistake = bulk ? undefined : search.data?.error;
  return (
    <Page title="Search" actions={<DefangSwitch />}>
      <SearchForm state={state} onChange={onChange} mistake={mistake === undefined ? undefined : { ...mistake, position: Math.max(1, mistake.position - offset) }} />
      {bulk ? <BulkResult text={state.q} /> : <SearchResult state={state} onChange={onChange} search={search} />}
    </Page>
  );
}
