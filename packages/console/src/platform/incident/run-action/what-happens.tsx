import type { ActionDTO, Entities, FunctionDTO, WorkflowDTO } from "@soarkit/protocol";
import { useQuery } from "@tanstack/react-query";
import { IconAlertTriangle } from "@tabler/icons-react";
import { get } from "../../../api/platform.js";
import { type DestinationState, useDestinations } from "../data/queries.js";
import { stepsOf, type RunStep } from "./steps.js";

/** “What happens”: workflow, function and destination of a rule, and whether anybody reads it now. */
export function WhatHappens({ rule }: { rule: ActionDTO }) {
  const workflows = useQuery({ queryKey: ["configuration", "workflow", "list"], queryFn: async ({ signal }) => (await get<Entities<WorkflowDTO>>("/workflows?handle_format=names", { signal })).entities, retry: false });
  const functions = useQuery({ queryKey: ["configuration", "function", "list"], queryFn: async ({ signal }) => (await get<Entities<FunctionDTO>>("/functions?handle_format=names", { signal })).entities, retry: false });
  const destinations = useDestinations().data;
  const steps = stepsOf(rule, workflows.data ?? [], functions.data ?? []);
  return (
    <div className="inc-happens">
      <strong>What happens</strong>
      {steps.length === 0 ? <p>The rule starts no workflow and sends no message.</p> : null}
      <ul>
        {steps.map((step, index) => (
          <li key={index}>
            <Step step={step} state={destinations?.find((destination) => destination.programmatic_name === step.destination)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Step({ step, state }: { step: RunStep; state: DestinationState | undefined }) {
  const parts = [step.workflow === undefined ? "message" : `workflow ${step.workflow}`, step.function === undefined ? undefined : `function ${step.function}`, step.destination === undefined ? undefined : `destination ${step.destination}`];
  const readers = state?.consumers.length;
  return (
    <>
      {parts.filter((part) => part !== undefined).join(" › ")}
      {state === undefined || readers === undefined ? null : readers === 0 ? (
        <span className="inc-warning">
          <IconAlertTriangle size={16} aria-hidden="true" /> No integration server is connected. It will wait until one is.
        </span>
      ) : (
        <span className="sk-dimmed">
          {" "}
          ({readers} integration {readers === 1 ? "server" : "servers"} connected, {state.depth} waiting)
        </span>
      )}
    </>
  );
}
