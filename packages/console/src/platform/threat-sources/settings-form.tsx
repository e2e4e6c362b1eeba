import { Button, Group, NumberInput, Switch } from "@mantine/core";
import type { ThreatSettingsDTO } from "@soarkit/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../../api/platform.js";
import { notifyDone } from "../../parts/notify.js";
import { Loaded, Problem } from "../../parts/states.js";
import { threatKey, useThreatSettings } from "./queries.js";

/** Settings of all look-ups. */
export function SettingsForm() {
  return (
    <section className="ts-panel" aria-labelledby="ts-settings">
      <h2 id="ts-settings">All look-ups</h2>
      <Loaded query={useThreatSettings()} what="The settings could not be loaded" rows={2}>
        {(settings) => <Fields key={JSON.stringify(settings)} settings={settings} />}
      </Loaded>
    </section>
  );
}

function Fields({ settings }: { settings: ThreatSettingsDTO }) {
  const queries = useQueryClient();
  const [hours, setHours] = useState<number | string>(settings.rescan_hours);
  const [strings, setStrings] = useState(settings.send_strings);
  const [problem, setProblem] = useState<unknown>();
  const save = async () => {
    setProblem(undefined);
    try {
      await put("/threat_settings", { rescan_hours: Number(hours), send_strings: strings });
      notifyDone("Saved.");
    } catch (error) {
      setProblem(error);
    }
    await queries.invalidateQueries({ queryKey: threatKey });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {problem === undefined ? null : <Problem error={problem} what="Nothing was saved" />}
      <Group align="flex-end" gap="lg">
        <NumberInput label="Hours until artifacts of open incidents are looked up again" description="0: never" min={0} max={8760} allowDecimal={false} value={hours} onChange={setHours} />
        <Switch label="Send artifacts of the type String" checked={strings} onChange={(event) => setStrings(event.currentTarget.checked)} mb="xs" />
        <Button type="submit" variant="default">
          Save
        </Button>
      </Group>
    </form>
  );
}
