import { fail, succeed, type FunctionContext, type FunctionResult } from "@soarkit/app-sdk";
import type { StaxxConfig } from "../config/config.js";
import type { StaxxClient } from "../staxx/client.js";
import type { ImportSettings } from "../staxx/import-params.js";
import { listed } from "./candidates.js";
import { expectedItype } from "./prepare-value.js";
import type { ImportIntent } from "./import-intent.js";
import type { Filing, ValueOutcome } from "./verdict.js";

/** One call of `staxx_import` under way. */
export interface ImportRun {
  readonly context: FunctionContext<StaxxConfig>;
  readonly client: StaxxClient;
  readonly settings: ImportSettings;
  /** What may leave. */
  readonly filings: readonly Filing[];
  readonly refused: readonly ValueOutcome[];
  readonly warnings: string[];
  /** True when the call is about one value; its texts then name it. */
  readonly single: boolean;
  /** True when the rule's user insists on values that are refused otherwise. */
  readonly force: boolean;
  /** What became of each value so far. */
  readonly outcomes: Map<string, ValueOutcome>;
  /** Jobs that STAXX has taken. */
  readonly taken: ImportIntent["taken"];
  /** STAXX's answers to the jobs of this run. */
  readonly answers: string[];
}

/** A value on its way, from its form in STAXX. */
export function filingOf(prepared: Pick<Filing, "value" | "type">, settings: ImportSettings): Filing {
  const { itype, exact } = expectedItype(prepared, settings.threatType);
  return { value: prepared.value, type: prepared.type, settings, itype, exact };
}

/** Filings of which nothing is known yet. */
export function openFilings(run: ImportRun): Filing[] {
  return run.filings.filter(({ value }) => !run.outcomes.has(value));
}

const unsent: readonly ValueOutcome["verdict"][] = ["refused", "dropped", "not sent"];

/** Puts the result together: every value has its verdict, also those that were refused. */
export function finish(run: ImportRun): FunctionResult {
  const { settings, single } = run;
  const values = [...run.outcomes.values(), ...run.refused];
  const jobs = run.taken.flatMap(({ job }) => job ?? []);
  const sent = { confidence: settings.confidence, indicator_type: settings.threatType, tlp: settings.tlp.slice("TLP:".length), severity: settings.severity, auto_approve: settings.autoApprove, tags: settings.tags };
  const outcome = { job_id: jobs[0] ?? null, ...(single ? {} : { job_ids: jobs }), values, sent, warnings: run.warnings };
  const [first] = values;
  if (first === undefined) return fail("Nothing was sent to Anomali STAXX. The incident has no artifacts.", { outcome });
  if (values.every(({ verdict }) => unsent.includes(verdict))) {
    const reason = single ? `Anomali STAXX dropped ${first.value}: ${first.detail}.` : `Anomali STAXX has none of the ${values.length} values now: ${counted(values)}. ${first.value}: ${first.detail}`;
    return fail(reason, { outcome });
  }
  return succeed(run.answers.length > 0 ? run.answers.join("\n") : nothingSent(run, values), { outcome });
}

function nothingSent({ single }: ImportRun, values: readonly ValueOutcome[]): string {
  const there = values.filter(({ verdict }) => !unsent.includes(verdict)).map(({ value }) => value);
  const found = values[0]?.verdict === "stored" ? "since before an interruption of this import" : "with the same settings already";
  return single ? `${there.join("")} is in Anomali STAXX ${found}` : `Nothing was sent to Anomali STAXX now; it has ${listed(there)} already`;
}

/** How many values have each verdict, e.g. `3 stored, 1 refused`. */
export function counted(values: readonly ValueOutcome[]): string {
  const counts = new Map<string, number>();
  for (const { verdict } of values) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(", ");
}
