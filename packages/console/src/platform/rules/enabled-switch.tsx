import type { ActionDTO } from "@soarkit/protocol";
import { Switch, Tooltip } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../../api/platform.js";
import { notifyDone, notifyProblem } from "../../parts/notify.js";
import { useSession } from "../../shell/session.js";

const permission = "function.edit";

/** Turns a rule on or off at once; turning it back undoes it. */
export function EnabledSwitch({ rule, withWord = false }: { rule: ActionDTO; withWord?: boolean }) {
  const session = useSession();
  const queries = useQueryClient();
  const [wanted, setWanted] = useState<boolean>();
  const may = session.may(permission);
  const shown = wanted ?? rule.enabled;
  const toggle = async () => {
    if (!may || wanted !== undefined) return;
    setWanted(!rule.enabled);
    try {
      await put(`/actions/${rule.id}`, { enabled: !rule.enabled });
      await queries.invalidateQueries({ queryKey: ["configuration", "rule"] });
      notifyDone(`${rule.name} is ${rule.enabled ? "off" : "on"}.`);
    } catch (error) {
      notifyProblem(`${rule.name} could not be changed`, error);
    } finally {
      setWanted(undefined);
    }
  };
  const control = (
    <Switch
      size="xs"
      checked={shown}
      aria-label={`${rule.name} enabled`}
      {...(withWord ? { label: shown ? "On" : "Off" } : {})}
      {...(may ? {} : { "aria-disabled": true })}
      onChange={() => void toggle()}
    />
  );
  return may ? (
    control
  ) : (
    <Tooltip label={`You lack the permission ${permission}. An administrator can grant it.`}>
      <span>{control}</span>
    </Tooltip>
  );
}
