import type { InvocationEntry } from "./types.js";

/** What the action status can be filtered by. Errors are failures and times out too. */
export const stateChoices = ["pending", "error", "completed"] as const;
export type StateChoice = (typeof stateChoices)[number];

/** Pending and errors: what the action status shows when nobody has chosen (STAXX documentation, Troubleshooting). */
export const defaultStates: readonly StateChoice[] = ["pending", "error"];

const asked: Readonly<Record<StateChoice, readonly InvocationEntry["outcome"][]>> = {
  pending: ["pending"],
  error: ["error", "failed", "timed_out"],
  completed: ["completed"],
};

/** The states of an address, such as `pending,completed`; the usual ones when it names none. */
export function readStates(text: string | null): readonly StateChoice[] {
  if (text === null) return defaultStates;
  const named = new Set(text.split(","));
  return stateChoices.filter((state) => named.has(state));
}

/** The states as an address holds them; undefined for the usual ones. */
export function writeStates(states: readonly StateChoice[]): string | undefined {
  const text = stateChoices.filter((state) => states.includes(state)).join(",");
  return text === defaultStates.join(",") ? undefined : text;
}

/** With the state when it was without, and the other way round. */
export function toggled(states: readonly StateChoice[], state: StateChoice): readonly StateChoice[] {
  return stateChoices.filter((each) => (each === state ? !states.includes(each) : states.includes(each)));
}

/** The outcomes to ask the server for. */
export function outcomesOf(states: readonly StateChoice[]): readonly InvocationEntry["outcome"][] {
  return states.flatMap((state) => asked[state]);
}

/** What people started before what rules did by themselves, both in their order. */
export function peopleFirst(entries: readonly InvocationEntry[]): { people: InvocationEntry[]; automatic: InvocationEntry[] } {
  const byItself = (entry: InvocationEntry): boolean => entry.action?.type === 0;
  return { people: entries.filter((entry) => !byItself(entry)), automatic: entries.filter(byItself) };
}

/** Without the calls and messages whose run stands in the list too: they are shown inside it. */
export function withoutNested(entries: readonly InvocationEntry[]): InvocationEntry[] {
  const ids = new Set(entries.map((entry) => entry.id));
  return entries.filter((entry) => entry.parent_id === null || !ids.has(entry.parent_id));
}
