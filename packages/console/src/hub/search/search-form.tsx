import { ActionIcon, Button, Checkbox, Group, SegmentedControl, Select, Textarea, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconHelp } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { refang } from "../../parts/defang.js";
import { summaryQuery } from "../overview/queries.js";
import { vocabularyQuery } from "../api.js";
import { QueryError } from "./query-error.js";
import { QueryHelp } from "./query-help.js";
import { isFiltered, type SearchState } from "./query-text.js";

/** The field, its language, and the filters. @param mistake place (from 1, in the typed text) and reason of what is wrong. */
export function SearchForm({ state, onChange, mistake }: { state: SearchState; onChange: (change: Partial<SearchState>) => void; mistake?: { position: number; reason: string } | undefined }) {
  const [text, setText] = useState(state.q);
  const [help, setHelp] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const mistakeId = useId();
  useEffect(() => setText(state.q), [state.q]);
  const search = () => onChange({ q: text.trim() });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || (event.shiftKey && !event.ctrlKey)) return;
    event.preventDefault();
    search();
  };
  const read = state.mode === "simple" && !text.includes("\n") ? refang(text) : text;
  const showMistake = mistake !== undefined && text.trim() === state.q.trim();
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        search();
      }}
    >
      <div className="hub-search-field">
        <Textarea
          ref={field}
          id="hub-search"
          aria-label={state.mode === "simple" ? "Values, words or pasted text" : "Query"}
          placeholder={state.mode === "simple" ? "A value, a word, or many values pasted" : 'itype = "mal_ip" and confidence > 60'}
          autosize
          minRows={1}
          maxRows={8}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          error={showMistake}
          aria-describedby={showMistake ? mistakeId : undefined}
          description={read !== text.trim() && read !== text ? `Read as ${read}` : undefined}
          inputWrapperOrder={["label", "input", "description", "error"]}
        />
        <SegmentedControl
          aria-label="How the text is read"
          value={state.mode}
          onChange={(mode) => onChange({ mode, q: text.trim() })}
          data={[
            { value: "simple", label: "Simple" },
            { value: "query", label: "Query" },
          ]}
        />
        <Tooltip label="The query language">
          <ActionIcon variant="default" size={36} aria-label="Help on the query language" onClick={() => setHelp(true)}>
            <IconHelp size={20} aria-hidden="true" />
          </ActionIcon>
        </Tooltip>
        <Button type="submit">Search</Button>
      </div>
      <div id={mistakeId}>{showMistake ? <QueryError query={state.q} position={mistake.position} reason={mistake.reason} /> : null}</div>
      <Filters state={state} onChange={onChange} />
      <QueryHelp
        opened={help}
        onClose={() => setHelp(false)}
        onTake={(query) => {
          setHelp(false);
          onChange({ mode: "query", q: query });
        }}
      />
    </form>
  );
}

function Filters({ state, onChange }: { state: SearchState; onChange: (change: Partial<SearchState>) => void }) {
  const words = useQuery(vocabularyQuery).data;
  const sources = useQuery(summaryQuery).data?.sources ?? [];
  const names = [...new Set(sources.map(({ source }) => source))];
  return (
    <Group gap="xs" my="xs">
      <Filter label="Type" value={state.type} onChange={(type) => onChange({ type })} options={(words?.types ?? []).map((type) => [type, type.replaceAll("_", " ")])} />
      <Filter label="Severity" value={state.severity} onChange={(severity) => onChange({ severity })} options={(words?.severities ?? []).map((severity) => [severity, severity === "very-high" ? "very high" : `${severity} or more`])} />
      <Filter label="TLP" value={state.tlp} onChange={(tlp) => onChange({ tlp })} options={(words?.tlps ?? []).map((tlp) => [tlp, tlp === "TLP:WHITE" ? "TLP:CLEAR" : tlp])} />
      <Filter label="Source" value={state.source} onChange={(source) => onChange({ source })} options={(state.source === "" || names.includes(state.source) ? names : [...names, state.source]).map((name) => [name, name])} wide />
      <Filter label="Seen" value={state.seen} onChange={(seen) => onChange({ seen })} options={[["24h", "last 24 hours"], ["7d", "last 7 days"], ["30d", "last 30 days"], ["365d", "last year"]]} />
      <Checkbox size="xs" label="Expired, too" checked={state.expired} onChange={(event) => onChange({ expired: event.currentTarget.checked })} />
      {isFiltered(state) ? (
        <Button variant="subtle" size="compact-sm" onClick={() => onChange({ type: "", severity: "", tlp: "", source: "", seen: "", expired: false })}>
          Clear filters
        </Button>
      ) : null}
    </Group>
  );
}

function Filter({ label, value, onChange, options, wide = false }: { label: string; value: string; onChange: (value: string) => void; options: readonly (readonly [value: string, text: string])[]; wide?: boolean }) {
  return (
    <Select
      size="xs"
      w={wide ? "13rem" : "9.5rem"}
      aria-label={label}
      placeholder={`${label}: any`}
      clearable
      clearButtonProps={{ "aria-label": `Clear ${label}` }}
      searchable={options.length > 8}
      data={options.map(([option, text]) => ({ value: option, label: text }))}
      value={value === "" ? null : value}
      onChange={(chosen) => onChange(chosen ?? "")}
      nothingFoundMessage="Nothing fits"
    />
  );
}
