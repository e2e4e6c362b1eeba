import type { InvocationEntry } from "./types.js";

/** What ran: the rule, else the function, else where the message went. */
export function entryName(entry: InvocationEntry): string {
  if (entry.kind === "rule") return entry.action?.name ?? "A rule";
  if (entry.function !== null) return entry.function.display_name === "" ? entry.function.name : entry.function.display_name;
  return entry.action?.name ?? entry.workflow?.name ?? entry.destination ?? "A message";
}

/** True for something that a person ended: the call itself, or its workflow was terminated. */
export function wasEnded(entry: InvocationEntry): boolean {
  if (entry.outcome === "error" && (entry.ended_by ?? null) !== null) return true;
  const instances = entry.workflow_instances;
  return entry.outcome === "error" && instances.length > 0 && instances.every((instance) => instance.status === "terminated" || instance.status === "completed") && instances.some((instance) => instance.status === "terminated");
}

/** The entry's state as a tag names it: something pending that is being worked on is `working`. */
export function entryState(entry: InvocationEntry): string {
  if (wasEnded(entry)) return "cancelled";
  if (entry.outcome !== "pending") return entry.outcome;
  const code = entry.waiting?.code;
  if (code === "in_doubt") return "in_doubt";
  return code === "taken" || code === "working" || code === "script" ? "working" : "pending";
}

/** What to do about a wait, by the platform's code. */
export interface Remedy {
  readonly text: string;
  /** A page of ours that helps. */
  readonly link?: { readonly to: string; readonly text: string };
}

const system = { to: "/admin/system", text: "System" };
const remedies: Readonly<Record<string, Remedy>> = {
  no_consumer: { text: "Start an integration server that has this function: soarkit run, or resilient-circuits run. What waits is sent as soon as it connects; nothing has to be repeated.", link: system },
  not_permitted: { text: "Add the API key of the integration server to the message destination, so that it may read the queue." },
  queued: { text: "Nothing. It runs when those before it are done." },
  taken: { text: "Nothing. The integration server has it and has not reported yet." },
  working: { text: "Nothing. The function reports its progress below." },
  in_doubt: { text: "The integration server stopped in the middle. Look at the other side whether it was done, then retry or end it." },
  script: { text: "Nothing. The script ends by itself, or is stopped at its time limit." },
  user_task: { text: "Close the task that the workflow waits for." },
  timer: { text: "Nothing. The workflow goes on at the time shown." },
  link: { text: "The integration server's link to the broker is down. It connects again by itself; look at System when it does not.", link: system },
  dead_letter: { text: "It was put aside after several failures. Retry it when the cause is mended, or end it." },
  workflow: { text: "Nothing, while the steps of the workflow go on. Open the workflow to see where it stands." },
};

/** What to do about a wait; undefined for a code that this page does not know: the platform's sentence then stands alone. */
export function remedyOf(code: string): Remedy | undefined {
  return remedies[code];
}

/** What to do about an error, beside what its text says. */
export function errorAdvice(entry: InvocationEntry): string {
  if (wasEnded(entry)) return "Nothing more of it is done. Run the action again from the incident if it is needed after all.";
  if (entry.outcome === "failed") return "The function answered that it could not do it. Its messages below say why; correct that and run the action again.";
  if (entry.outcome === "timed_out") return "No answer came in time. Look whether the integration server runs, then retry.";
  if (entry.workflow_instance_id !== null || entry.workflow_instances.length > 0) return "Correct the cause, then retry: the workflow goes on at the step that stopped. Or end it.";
  return "Correct the cause, then run the action again.";
}
