import { SegmentedControl, Select, Stack, Switch, Text, useMantineColorScheme } from "@mantine/core";
import { useMemo } from "react";
import { Page } from "../../parts/page.js";
import { setPreferences, usePreferences } from "../../parts/preferences.js";
import { fullTime } from "../../parts/time-format.js";
import { useNow } from "../../parts/use-now.js";

/** My Settings: how this browser shows things (console.md §3A.23). */
export function SettingsPage() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const chosen = usePreferences();
  const now = useNow(1000);
  const zones = useMemo(() => ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")], []);
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Page title="My Settings">
      <Stack gap="lg" className="sk-form">
        <Text c="dimmed">These settings are kept in this browser and take effect at once.</Text>
        <Choice label="Theme" value={colorScheme} onChange={setColorScheme} options={[["auto", "System"], ["light", "Light"], ["dark", "Dark"]]} />
        <Choice label="Row height" value={chosen.density} onChange={(density) => setPreferences({ density })} options={[["compact", "Compact"], ["normal", "Normal"], ["roomy", "Roomy"]]} />
        <Choice label="Indicator values" value={chosen.defang ? "defanged" : "stored"} onChange={(form) => setPreferences({ defang: form === "defanged" })} options={[["stored", "As stored"], ["defanged", "Defanged"]]} />
        <Select
          label="Time zone"
          description={`Now: ${fullTime(now, chosen.zone)}`}
          searchable
          allowDeselect={false}
          data={[{ value: "browser", label: `This browser's (${own})` }, ...zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))]}
          value={chosen.zone}
          onChange={(zone) => setPreferences({ zone: zone ?? "browser" })}
          nothingFoundMessage="No such zone"
        />
        <Switch label="Single-letter shortcuts" description="Such as j, k and g i. Ctrl K works in any case." checked={chosen.shortcuts} onChange={(event) => setPreferences({ shortcuts: event.currentTarget.checked })} />
      </Stack>
    </Page>
  );
}

function Choice<T extends string>({ label, value, onChange, options }: { label: string; value: T; onChange: (value: T) => void; options: readonly (readonly [T, string])[] }) {
  return (
    <div>
      <Text fw={600} mb={4}>
        {label}
      </Text>
      <SegmentedControl aria-label={label} value={value} onChange={onChange} data={options.map(([option, text]) => ({ value: option, label: text }))} />
    </div>
  );
}
