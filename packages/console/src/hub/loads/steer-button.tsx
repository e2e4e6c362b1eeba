import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { notifyProblem } from "../../parts/notify.js";
import { steer, type LoadVerb } from "./load-actions.js";
import type { Load } from "./types.js";

/** Stops a load, or goes on with it. */
export function SteerButton({ load, verb }: { load: Load; verb: LoadVerb }) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      await steer(queries, load.id, verb);
    } catch (error) {
      notifyProblem(verb === "stop" ? "It was not stopped" : "It does not go on", error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button variant={verb === "stop" ? "default" : "filled"} loading={busy} onClick={() => void run()}>
      {verb === "stop" ? "Stop" : "Continue"}
    </Button>
  );
}
