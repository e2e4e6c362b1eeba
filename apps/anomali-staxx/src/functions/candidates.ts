import type { InputValues } from "@soarkit/app-sdk";
import { classify, extractIndicators, findArtifactType } from "@soarkit/indicators";
import type { importInputs } from "./fields.js";
import { findOrigin, type Origin, readIncident } from "./origin.js";
import { prepareValue, tryPrepare, type Preparation, type PreparedValue } from "./prepare-value.js";
import { widerSharing } from "./tlp-guard.js";
import type { ValueOutcome } from "./verdict.js";

/** What a call is to file. */
export interface Candidates {
  /** Of the incident or artifact on which the workflow runs. */
  readonly origin: Origin;
  /** True when the call is about one value. */
  readonly single: boolean;
  readonly values: readonly { readonly given: string; readonly origin: Origin }[];
}

/** The values that may leave, in STAXX's form and once each, and a verdict on each that may not. */
export interface Prepared {
  readonly values: readonly (PreparedValue & { readonly origin: Origin })[];
  readonly refused: readonly ValueOutcome[];
}

/** Longest part of a refused value that is shown. */
const shown = 200;

/**
 * The values of a call: the artifacts of the incident `staxx_incident_id`, or the lines of `staxx_indicator`. Running text
 * is taken apart, see {@link valuesIn}.
 *
 * @throws SoarkitError SOAR_… when the incident does not exist or may not be read
 */
export async function candidatesOf(inputs: Pick<InputValues<typeof importInputs>, "staxx_indicator" | "staxx_incident_id">, context: Parameters<typeof findOrigin>[0]): Promise<Candidates> {
  const given = inputs.staxx_indicator ?? "";
  const lines = given.split(/[\r\n]+/).map((line) => line.trim()).filter((line) => line !== "");
  if (inputs.staxx_incident_id === undefined) {
    const origin = await findOrigin(context);
    // Without several lines the value counts as it is: then it can be the artifact's own.
    const values = (lines.length < 2 ? [given] : lines).flatMap((line) => valuesIn(line, origin));
    return { origin, single: values.length < 2, values: values.map((value) => ({ given: value, origin })) };
  }
  const { origin, artifacts } = await readIncident(context, inputs.staxx_incident_id);
  const added = lines.map((line) => ({ given: line, origin }));
  const own = artifacts.map((artifact) => ({ given: artifact.artifactValue ?? "", origin: artifact }));
  return { origin, single: false, values: [...own, ...added].flatMap((one) => valuesIn(one.given, one.origin).map((given) => ({ given, origin: one.origin }))) };
}

/**
 * The values in a text of several words or a list, where the artifact's type says nothing about its value (staxx-api §4:
 * "run the extractor"); everything else, and a text without any, is one value as it is. So is a text with quotes or
 * backslashes, which is refused: what looks like the syntax of a query is not guessed at.
 */
function valuesIn(given: string, origin: Origin): string[] {
  const type = origin.artifactType === undefined ? undefined : findArtifactType(origin.artifactType);
  const open = type === undefined || type.rule === "look at the value" || given.trim() !== origin.artifactValue?.trim();
  if (!open || type?.name === "Password" || /['"\\]/.test(given) || !/[\s,;]/.test(given.trim()) || classify(given.trim()) !== undefined) return [given];
  const found = [...new Set(extractIndicators(given).map(({ value }) => value))];
  return found.length === 0 ? [given] : found;
}

/**
 * Brings the values into STAXX's form. Of several values those that may not leave are handed back with the reason;
 * a single one is refused at once.
 *
 * @throws ExpectedFailure for a single value that may not leave
 */
export function prepareAll(candidates: Candidates, preparation: Preparation): Prepared {
  const values = new Map<string, Prepared["values"][number]>();
  const refused: ValueOutcome[] = [];
  for (const { given, origin } of candidates.values) {
    const prepared = candidates.single ? { ok: true as const, ...prepareValue(given, origin, preparation) } : tryPrepare(given, origin, preparation);
    if (prepared.ok) values.set(prepared.value, values.get(prepared.value) ?? { value: prepared.value, type: prepared.type, origin });
    else refused.push({ value: showable(given, origin), type: origin.artifactType ?? "", verdict: "refused", detail: prepared.reason });
  }
  return { values: [...values.values()], refused };
}

/** A refused value for a note: without passwords, and not longer than a line. */
function showable(given: string, origin: Origin): string {
  if (origin.artifactType === "Password") return "(a password)";
  const value = given.trim().replace(/(:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g, "$1***");
  return value.length > shown ? `${value.slice(0, shown)}…` : value;
}

/** Warnings about sharing more widely than a mark allows: each once, with the values when there are several. */
export function sharingWarnings(prepared: Prepared, single: boolean, tlp: Parameters<typeof widerSharing>[1]): string[] {
  const found = new Map<string, string[]>();
  for (const { value, origin } of prepared.values) {
    const warning = widerSharing(origin, tlp);
    if (warning !== undefined) found.set(warning, [...(found.get(warning) ?? []), value]);
  }
  return [...found].map(([warning, values]) => (single ? warning : `${warning} (${listed(values)})`));
}

/** The first values of a list, and how many more there are. */
export function listed(values: readonly string[]): string {
  const more = values.length - 5;
  return more > 0 ? `${values.slice(0, 5).join(", ")} and ${more} more` : values.join(", ");
}
