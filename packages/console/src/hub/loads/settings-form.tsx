import { Autocomplete, NumberInput, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { vocabularyQuery } from "../api.js";
import type { Load, LoadSettings } from "./types.js";
import { formatNames } from "./words.js";

const formats = Object.entries(formatNames).map(([value, label]) => ({ value, label }));
const tlps = ["RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR"].map((value) => ({ value, label: `TLP:${value}` }));

/** The settings of a load; what is left empty shows what counts then. */
export function SettingsForm({ load, value, onChange }: { load: Load; value: LoadSettings; onChange: (change: Partial<LoadSettings>) => void }) {
  const words = useQuery(vocabularyQuery).data;
  const clear = (what: string) => ({ clearable: true, clearButtonProps: { "aria-label": `Clear ${what}` } });
  return (
    <div className="hub-settings hub-load-settings">
      <Select openOnFocus={false} label="Format" description={value.format === load.format ? "Recognised" : `Recognised as ${formatNames[load.format]}`} allowDeselect={false} data={formats} value={value.format} onChange={(format) => onChange({ format: format ?? load.format, map: {} })} />
      <TextInput className="hub-wide" label="Source" description="Who the records come from" placeholder={load.name} value={value.source} maxLength={300} onChange={(event) => onChange({ source: event.currentTarget.value })} />
      <TextInput className="hub-wide" label="Feed" description="When it differs from the source" placeholder="As the file says, else the source" value={value.feed} maxLength={300} onChange={(event) => onChange({ feed: event.currentTarget.value })} />
      <Select openOnFocus={false} label="TLP" placeholder="TLP:AMBER" {...clear("TLP")} data={tlps} value={value.tlp === "" ? null : value.tlp} onChange={(tlp) => onChange({ tlp: tlp ?? "" })} />
      <NumberInput label="Confidence" placeholder="50" min={0} max={100} allowDecimal={false} clampBehavior="strict" hideControls value={value.confidence} onChange={(number) => onChange({ confidence: String(number) })} />
      <Select openOnFocus={false} label="Severity" placeholder="medium" {...clear("Severity")} data={(words?.severities ?? []).map((severity) => ({ value: severity, label: severity.replace("-", " ") }))} value={value.severity === "" ? null : value.severity} onChange={(severity) => onChange({ severity: severity ?? "" })} />
      <Select openOnFocus={false} label="Threat type" placeholder="malware" searchable {...clear("Threat type")} data={words?.threat_types ?? []} value={value.threat_type === "" ? null : value.threat_type} onChange={(type) => onChange({ threat_type: type ?? "" })} nothingFoundMessage="No such type" />
      <Autocomplete openOnFocus={false} label="Expires" placeholder="never, or 90d" data={["30d", "90d", "180d", "365d"]} value={value.expires} onChange={(expires) => onChange({ expires })} />
      <TextInput label="Licence" placeholder="of the report" value={value.licence} maxLength={300} onChange={(event) => onChange({ licence: event.currentTarget.value })} />
    </div>
  );
}
