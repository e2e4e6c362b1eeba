import type { ArtifactDTO, IncidentDTO, PagedDTO } from "@soarkit/protocol";
import { Group, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { handleName } from "../../api/handles.js";
import { get, post } from "../../api/platform.js";

/** What something is tried on. */
export interface ChosenObject {
  incident?: number;
  artifact?: number;
}

/** Chooses an incident by name or ID, and one of its artifacts. */
export function ObjectPicker({ withArtifact, value, onChange }: { withArtifact: boolean; value: ChosenObject; onChange: (value: ChosenObject) => void }) {
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed, 250);
  const [chosen, setChosen] = useState<{ value: string; label: string }>();
  const incidents = useQuery({
    queryKey: ["incidents", "incident", "choose", search],
    queryFn: ({ signal }) => findIncidents(search, signal),
    placeholderData: keepPreviousData,
  });
  const artifacts = useQuery({
    queryKey: [`incident:${value.incident ?? 0}`, "artifact", "choose"],
    queryFn: ({ signal }) => get<ArtifactDTO[]>(`/incidents/${value.incident ?? 0}/artifacts?handle_format=names`, { signal }),
    enabled: withArtifact && value.incident !== undefined,
  });
  const found = (incidents.data ?? []).map((incident) => ({ value: String(incident.id), label: `${incident.id} ${incident.name}` }));
  const choices = chosen === undefined || found.some((choice) => choice.value === chosen.value) ? found : [chosen, ...found];
  return (
    <Group gap="sm" align="flex-end">
      <Select
        label="Incident"
        size="xs"
        w="20rem"
        searchable
        clearable
        placeholder="Name or ID"
        data={choices}
        filter={({ options }) => options}
        value={value.incident === undefined ? null : String(value.incident)}
        onSearchChange={setTyped}
        nothingFoundMessage="No incident has this name or ID."
        onChange={(id) => {
          setChosen(choices.find((choice) => choice.value === id));
          onChange(id === null ? {} : { incident: Number(id) });
        }}
        clearButtonProps={{ "aria-label": "Clear the incident" }}
      />
      {withArtifact ? (
        <Select
          label="Artifact"
          size="xs"
          w="20rem"
          searchable
          clearable
          placeholder={value.incident === undefined ? "Choose an incident first" : "Value"}
          data={(artifacts.data ?? []).map((artifact) => ({ value: String(artifact.id), label: `${handleName(artifact.type) ?? ""}: ${artifact.value}` }))}
          value={value.artifact === undefined ? null : String(value.artifact)}
          nothingFoundMessage={value.incident === undefined ? "Choose an incident first." : "No artifact has this value."}
          onChange={(id) => {
            const { artifact: _, ...rest } = value;
            onChange(id === null ? rest : { ...rest, artifact: Number(id) });
          }}
          clearButtonProps={{ "aria-label": "Clear the artifact" }}
        />
      ) : null}
    </Group>
  );
}

async function findIncidents(search: string, signal: AbortSignal): Promise<IncidentDTO[]> {
  const text = search.trim();
  const id = /^\d{1,9}(?=$|\s)/.exec(text)?.[0];
  const condition = id === undefined ? { field_name: "name", method: "contains", value: text } : { field_name: "id", method: "equals", value: Number(id) };
  const body = { start: 0, length: 20, filters: text === "" ? [] : [{ conditions: [condition] }], sorts: [{ field_name: "create_date", type: "desc" }] };
  return (await post<PagedDTO<IncidentDTO>>("/incidents/query_paged?return_level=partial", body, { signal })).data;
}
