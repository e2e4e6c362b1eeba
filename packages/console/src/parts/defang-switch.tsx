import { SegmentedControl } from "@mantine/core";
import { setPreferences, usePreferences } from "./preferences.js";

/** Chooses how indicators are shown, everywhere in this browser. */
export function DefangSwitch() {
  const { defang } = usePreferences();
  return (
    <SegmentedControl
      size="xs"
      aria-label="How values are shown"
      value={defang ? "defanged" : "stored"}
      onChange={(choice) => setPreferences({ defang: choice === "defanged" })}
      data={[
        { value: "stored", label: "As stored" },
        { value: "defanged", label: "Defanged" },
      ]}
    />
  );
}
