import { classify, extractReportIndicators, fromTrustarType, toTrustarType } from "@soarkit/indicators";
import { SoarkitError } from "@soarkit/protocol";
import type { ConsoleEvent } from "@soarkit/runtime";
import type { Caller } from "../accounts/accounts.js";
import type { CallersEnclave, Enclaves } from "../enclaves/enclaves.js";
import type { Scope } from "../enclaves/scope.js";
import type { IndicatorTagStore, ValueTag } from "../indicator-tags/store.js";
import type { Whitelist } from "../whitelist/whitelist.js";
import { numbered, type NumberedPage } from "../trustar/answers.js";
import type { PageRequest } from "../trustar/parameters.js";
import { priorityOf, type PriorityLevel, type PriorityRule } from "./priority.js";
import type { ValueFilter, ValuePageStore } from "./page-store.js";
import { spellingsOf, type KnowledgeStore, type KnownValue, type ValueEvidence, type ValueRecord } from "./store.js";
import type { ReadThreads } from "../query/threads.js";
import type { SubmittedIndicator, SubmittedIndicatorStore } from "../submitted/store.js";

/** A value with its priority, and the number of visible reports that hold it. */
export interface RankedValue extends KnownValue {
  readonly priority: PriorityLevel;
  readonly reports: number;
}

/** Everything that metadata tells about a value. */
export interface ValueMetadata extends RankedValue {
  readonly sightings: number;
  readonly records: readonly ValueRecord[];
  readonly tags: readonly ValueTag[];
}

/** Correlations look this far back, milliseconds (trustar-api §1.10). */
export const correlationWindow = 90 * 86_400_000;
/** Most values of one submission (trustar-api §1.10). */
const mostSubmitted = 10_000;

/** Values as callers of the TruSTAR face and readers of the pages see them. */
export class IndicatorLibrary {
  constructor(
    private readonly store: KnowledgeStore,
    private readonly pages: ValuePageStore,
    private readonly threads: ReadThreads,
    private readonly submissions: SubmittedIndicatorStore,
    private readonly tags: IndicatorTagStore,
    private readonly whitelist: Whitelist,
    private readonly enclaves: Enclaves,
    private readonly options: { readonly now: () => number; readonly publish: (event: ConsoleEvent) => void; readonly rule: PriorityRule },
  ) {}

  /** A page of values with their priorities. @param gone - ends the search. @throws SoarkitError `HUB_QUERIES_BUSY`, `HUB_QUERY_ENDED`. */
  async search(scope: Scope, filter: ValueFilter, asked: PageRequest, gone: AbortSignal): Promise<NumberedPage<RankedValue>> {
    const { rows, total } = await this.threads.run("values", [scope, filter, asked.offset, asked.size], gone);
    return numbered(await this.ranked(scope, rows), asked, total);
  }

  /** Values that share a report of the last 90 days with one of these. */
  async related(scope: Scope, values: readonly string[], asked: PageRequest): Promise<NumberedPage<KnownValue>> {
    if (values.length === 0) return numbered([], asked, 0);
    const { rows, total } = await this.pages.page(scope, { sharing: { values, since: this.since() } }, asked.offset, asked.size);
    return numbered(rows, asked, total);
  }

  /** Visible reports of the last 90 days that hold one of these values, last changed first. */
  reportsHolding(scope: Scope, values: readonly string[], limit: number): Promise<{ id: number; uuid: string }[]> {
    return this.store.reportsHolding(scope, values, this.since(), 0, limit);
  }

  /** Which of these values each of these reports holds. */
  sharedBy(scope: Scope, reportIds: readonly number[], values: readonly string[]): Promise<{ report: number; type: string; value: string }[]> {
    return this.store.sharedBy(scope, reportIds, values);
  }

  /** The values of a report, in the words of the face. */
  async ofReport<T>(scope: Scope, reportId: number, asked: PageRequest, hideWhitelisted: boolean, tell: (value: KnownValue, whitelisted: boolean) => T): Promise<NumberedPage<T>> {
    const { rows, total } = await this.pages.page(scope, { reportId, hideWhitelisted }, asked.offset, asked.size);
    const listed = hideWhitelisted ? new Set<string>() : await this.whitelist.of(rows.map(({ value }) => value));
    return numbered(rows.map((row) => tell(row, listed.has(`${row.type} ${row.value}`))), asked, total); // prettier-ignore
  }

  /** Priorities of values in any spelling; unknown and whitelisted ones are absent. */
  async rank(scope: Scope, values: readonly string[]): Promise<(ValueEvidence & { readonly priority: PriorityLevel })[]> {
    return (await this.store.evidence(scope, values)).map((evidence) => ({ ...evidence, priority: priorityOf(evidence, this.options.rule) }));
  }

  /** What is known about values, each with the types that are asked for. Unknown ones are absent. */
  async metadata(scope: Scope, asked: readonly { readonly value: string; readonly trustarType?: string | undefined }[]): Promise<ValueMetadata[]> {
    const values = asked.map(({ value }) => value);
    const [ranked, records] = await Promise.all([this.rank(scope, values), this.store.records(scope, values)]);
    const wanted = new Map<string, Set<string> | undefined>();
    for (const { value, trustarType } of asked) {
      for (const spelling of spellingsOf(value)) {
        const before = wanted.get(spelling);
        wanted.set(spelling, trustarType === undefined || (wanted.has(spelling) && before === undefined) ? undefined : new Set([...(before ?? []), ...fromTrustarType(trustarType)]));
      }
    }
    const found = ranked.filter(({ type, value }) => wanted.get(value)?.has(type) ?? true); // prettier-ignore
    const tags = await this.tags.of(scope, found.map(({ value }) => value)); // prettier-ignore
    const byValue = groupBy(records, ({ type, value }) => `${type} ${value}`);
    const tagsByValue = groupBy(tags, ({ value }) => value);
    return found.map((row) => ({ ...row, records: byValue.get(`${row.type} ${row.value}`) ?? [], tags: tagsByValue.get(row.value) ?? [] }));
  }

  /** Records of values, newest first, for summaries. */
  records(scope: Scope, values: readonly string[]): Promise<ValueRecord[]> {
    return this.store.records(scope, values);
  }

  /** Values that most reports of the last days hold. */
  async trending(scope: Scope, types: readonly string[], days: number, limit: number): Promise<RankedValue[]> {
    const rows = await this.store.trending(scope, types, this.options.now() - days * 86_400_000, limit);
    const ranked = new Map((await this.rank(scope, rows.map(({ value }) => value))).map((row) => [`${row.type} ${row.value}`, row])); // prettier-ignore
    return rows.map((row) => ({ ...row, priority: ranked.get(`${row.type} ${row.value}`)?.priority ?? "NOT_FOUND" }));
  }

  /**
   * Stores values that come without a report. The same value of the same account and enclave is one record: seen again.
   * @throws SoarkitError `HUB_ENCLAVE_FORBIDDEN`, `HUB_TOO_MANY_VALUES`, `HUB_BODY_INVALID`.
   */
  async submit(values: readonly (Omit<SubmittedIndicator, "type"> & { readonly tags: readonly string[] })[], enclaveIds: readonly string[], tags: readonly string[], caller: Caller): Promise<void> {
    if (values.length > mostSubmitted) throw new SoarkitError("HUB_TOO_MANY_VALUES", { limit: mostSubmitted, count: values.length });
    const places = await this.allowed(enclaveIds, "create", caller);
    const read = values.map((value, index) => ({ ...value, ...typed(value.value, index) }));
    const distinct = [...new Map(read.map((value) => [`${value.type} ${value.value}`, value])).values()];
    const now = this.options.now();
    for (const { id } of places) await this.submissions.save(distinct, { enclaveId: id, caller, now });
    const named = distinct.flatMap(({ value, tags: own }) => [...new Set([...tags, ...own])].flatMap((name) => places.map(({ id }) => ({ value, enclave_id: id, name, tagged_by: caller.name, created: now }))));
    await this.tags.add(named);
    this.options.publish({ topic: "indicators", kind: "indicator.added", by: caller.name });
  }

  /** Tags of values that a caller may see, each once. */
  async tagsInUse(scope: Scope): Promise<ValueTag[]> {
    return [...new Map((await this.tags.of(scope)).map((tag) => [`${tag.guid} ${tag.name}`, tag])).values()];
  }

  /** Tags a value in an enclave that the caller may change. @returns the enclave's id. */
  async tag(value: string, name: string, enclaveId: string, caller: Caller): Promise<string> {
    const [enclave] = await this.allowed([enclaveId], "update", caller);
    await this.tags.add([{ value: canonical(value), enclave_id: enclave?.id ?? 0, name, tagged_by: caller.name, created: this.options.now() }]);
    this.options.publish({ topic: "indicators", kind: "indicator.added", by: caller.name });
    return enclave?.guid ?? enclaveId;
  }

  /** Takes a tag off a value wherever the caller may. */
  async untag(value: string, name: string, caller: Caller): Promise<void> {
    const own = (await this.enclaves.of(caller)).filter(({ update }) => update);
    await this.tags.remove([...new Set([canonical(value), ...spellingsOf(value)])], name, own.map(({ id }) => id)); // prettier-ignore
    this.options.publish({ topic: "indicators", kind: "indicator.added", by: caller.name });
  }

  private async ranked(scope: Scope, rows: readonly KnownValue[]): Promise<RankedValue[]> {
    const ranked = new Map((await this.rank(scope, rows.map(({ value }) => value))).map((row) => [`${row.type} ${row.value}`, row])); // prettier-ignore
    return rows.map((row) => {
      const known = ranked.get(`${row.type} ${row.value}`);
      return { ...row, priority: known?.priority ?? "NOT_FOUND", reports: known?.reports ?? 0 };
    });
  }

  private async allowed(guids: readonly string[], right: "create" | "update", caller: Caller): Promise<CallersEnclave[]> {
    if (guids.length === 0) throw new SoarkitError("HUB_PARAMETER_INVALID", { name: "enclaveIds", reason: "it must name an enclave" });
    const own = new Map((await this.enclaves.of(caller)).map((enclave) => [enclave.guid, enclave]));
    return guids.map((guid) => {
      const enclave = own.get(guid.trim().toLowerCase());
      if (enclave?.[right] !== true) throw new SoarkitError("HUB_ENCLAVE_FORBIDDEN", { user: caller.name, id: guid.slice(0, 100), right: right === "create" ? "submit to" : "change what is in" });
      return enclave;
    });
  }

  private since(): number {
    return this.options.now() - correlationWindow;
  }
}

/** A value as the hub stores it and its type: what it is as a whole, else the one indicator in it. */
function typed(value: string, index: number): { type: string; value: string } {
  const whole = classify(value);
  if (whole !== undefined && toTrustarType(whole.type) !== undefined) return whole;
  const [found, ...more] = extractReportIndicators(value).found;
  if (found === undefined || more.length > 0) throw new SoarkitError("HUB_BODY_INVALID", { reason: `value ${index + 1} is no indicator: ${value.slice(0, 80)}` });
  return { type: found.type, value: found.value };
}

function canonical(value: string): string {
  return classify(value)?.value ?? value.trim();
}

function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}
