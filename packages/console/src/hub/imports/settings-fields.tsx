import { NumberInput, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { vocabularyQuery } from "../api.js";

/** What an import says about its values. */
export interface ImportSettings {
  threat_type: string;
  severity: string;
  confidence: number;
  tlp: string;
  tags: string;
}

/** Cautious until somebody says more. */
export const firstSettings: ImportSettings = { threat_type: "malware", severity: "medium", confidence: 70, tlp: "TLP:AMBER", tags: "" };

/** Labels of TLP in the words of version 2; the hub keeps version 1. */
export function tlpWord(tlp: string): string {
  return tlp === "TLP:WHITE" ? "TLP:CLEAR" : tlp;
}

/** The fields of the settings, in a row. */
export function SettingsFields({ value, onChange, autoFocus = false }: { value: ImportSettings; onChange: (change: Partial<ImportSettings>) => void; autoFocus?: boolean }) {
  const words = useQuery(vocabularyQuery).data;
  return (
    <>
      <Select openOnFocus={false} label="Threat type" searchable allowDeselect={false} data={words?.threat_types ?? [value.threat_type]} value={value.threat_type} onChange={(type) => onChange({ threat_type: type ?? value.threat_type })} nothingFoundMessage="No such type" data-autofocus={autoFocus || undefined} />
      <Select openOnFocus={false} label="Severity" allowDeselect={false} data={(words?.severities ?? [value.severity]).map((severity) => ({ value: severity, label: severity.replace("-", " ") }))} value={value.severity} onChange={(severity) => onChange({ severity: severity ?? value.severity })} />
      <NumberInput label="Confidence" min={0} max={100} allowDecimal={false} clampBehavior="strict" value={value.confidence} onChange={(number) => typeof number === "number" && onChange({ confidence: number })} hideControls />
      <Select openOnFocus={false} label="TLP" allowDeselect={false} data={(words?.tlps ?? [value.tlp]).map((tlp) => ({ value: tlp, label: tlpWord(tlp) }))} value={value.tlp} onChange={(tlp) => onChange({ tlp: tlp ?? value.tlp })} />
      <TextInput className="hub-wide" label="Tags" placeholder="Divided by commas" value={value.tags} onChange={(event) => onChange({ tags: event.currentTarget.value })} maxLength={1000} />
    </>
  );
}
