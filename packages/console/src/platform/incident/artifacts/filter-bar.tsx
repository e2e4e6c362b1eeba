import { Select, TextInput } from "@mantine/core";
import { DefangSwitch } from "../../../parts/defang-switch.js";
import type { ArtifactFilter } from "./filter.js";

const ages = [
  { value: "1", label: "Last day" },
  { value: "7", label: "Last 7 days" },
  { value: "30", label: "Last 30 days" },
];

/** What narrows the list of artifacts, and how values are shown. */
export function FilterBar({ filter, types, onChange }: { filter: ArtifactFilter; types: readonly string[]; onChange: (filter: ArtifactFilter) => void }) {
  return (
    <>
      <TextInput size="xs" type="search" aria-label="Search the values" placeholder="Search the values" value={filter.text} onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })} className="inc-search" />
      <Select size="xs" aria-label="Type" placeholder="All types" clearable clearButtonProps={{ "aria-label": "All types" }} searchable data={[...types]} value={filter.type === "" ? null : filter.type} onChange={(type) => onChange({ ...filter, type: type ?? "" })} className="inc-select" />
      <Select size="xs" aria-label="Hits" placeholder="Hits: any" clearable clearButtonProps={{ "aria-label": "Hits: any" }} data={[{ value: "hits", label: "With hits" }, { value: "none", label: "Without hits" }]} value={filter.hits === "any" ? null : filter.hits} onChange={(hits) => onChange({ ...filter, hits: hits === "hits" || hits === "none" ? hits : "any" })} className="inc-select" />
      <Select size="xs" aria-label="Created" placeholder="Created: any" clearable clearButtonProps={{ "aria-label": "Created: any" }} data={ages} value={filter.days === 0 ? null : String(filter.days)} onChange={(days) => onChange({ ...filter, days: Number(days ?? 0) })} className="inc-select" />
      <DefangSwitch />
    </>
  );
}
