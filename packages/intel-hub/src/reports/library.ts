import { SoarkitError } from "@soarkit/protocol";
import { newId, type ConsoleEvent } from "@soarkit/runtime";
import type { Transaction } from "kysely";
import type { Caller } from "../accounts/accounts.js";
import { communityEnclave } from "../enclave-migration.js";
import type { CallersEnclave, Enclaves } from "../enclaves/enclaves.js";
import type { Scope } from "../enclaves/scope.js";
import type { IndicatorStore } from "../indicators/store.js";
import type { HubDatabase, HubTables } from "../schema.js";
import { readReportText } from "./extract.js";
import type { ReportInput } from "./report-input.js";
import { distinctValues, submittedRow } from "./report-rows.js";
import type { ReportFilter, ReportHead, ReportLibraryStore, ReportPlace, StoredReport } from "./store.js";

/** How a report is named: by the hub's id, by its submitter's, or by either. */
export type IdType = "internal" | "external" | "any";

/** A report as a caller sees it. */
export interface SeenReport extends StoredReport {
  readonly places: readonly ReportPlace[];
  readonly tags: readonly string[];
}

/** Most indicators of one report (trustar-api §1.10). */
const mostIndicators = 2_000;

type Values = Awaited<ReturnType<typeof readReportText>>["found"];

/** Reports: submitted, updated, copied, moved, tagged, taken out. What a report says about values begins and ends with it. */
export class ReportLibrary {
  constructor(
    private readonly database: HubDatabase,
    private readonly store: ReportLibraryStore,
    private readonly indicators: IndicatorStore,
    private readonly enclaves: Enclaves,
    private readonly options: { readonly now: () => number; readonly publish: (event: ConsoleEvent) => void },
  ) {}

  /** Stores a report and its indicators in one transaction. @returns its id. @throws SoarkitError `HUB_REPORT_EXISTS`, `HUB_ENCLAVE_FORBIDDEN`, `HUB_REPORT_TOO_RICH`. */
  async submit(input: ReportInput, caller: Caller, tags: readonly string[] = []): Promise<string> {
    const places = await this.mayCreate(input, caller);
    const values = await valuesOf(input.body);
    const uuid = newId();
    const now = this.options.now();
    await this.database.transaction(async (trx) => {
      if (input.externalId !== undefined) await this.refuseTaken(trx, input.externalId, places, -1);
      const id = await this.store.add(trx, { uuid, ...textOf(input), ...blank, date: input.timeBegan ?? now, imported_by: caller.name, account_id: caller.id, source: caller.name, first_imported: now, last_imported: now });
      await this.store.place(trx, id, places, input.externalId ?? null);
      await this.store.alterTags(trx, id, tags, []);
      await this.addValues(trx, values, { id, title: input.title }, caller, now);
    });
    this.publish("report.added", uuid, caller);
    return uuid;
  }

  /** A report with its places and tags. @throws SoarkitError `HUB_REPORT_UNKNOWN`. */
  async get(id: string, idType: IdType, caller: Caller): Promise<SeenReport> {
    const scope = await this.enclaves.scope(caller);
    const [seen] = await this.see(scope, [await this.find(id, idType, scope)]);
    return seen ?? unknown(id);
  }

  /** Replaces the text of a report; the text before is kept, indicators are read anew. @throws SoarkitError `HUB_REPORT_UNKNOWN`, `HUB_ENCLAVE_FORBIDDEN`, `HUB_REPORT_EXISTS`. */
  async update(id: string, idType: IdType, input: ReportInput, caller: Caller): Promise<void> {
    const before = await this.mayUpdate(id, idType, caller);
    const places = input.enclaveIds.length === 0 ? undefined : await this.mayCreate(input, caller);
    const values = await valuesOf(input.body);
    await this.database.transaction(async (trx) => {
      const current = (await this.store.get(trx, before.id)) ?? unknown(id);
      const now = Math.max(this.options.now(), current.last_imported + 1);
      const old = await this.store.allPlaces(trx, current.id);
      const externalId = input.externalId ?? old[0]?.external_id ?? null;
      const placed = places ?? old.map(({ enclave_id: enclave }) => enclave);
      if (externalId !== null) await this.refuseTaken(trx, externalId, placed, current.id);
      await this.store.keepVersion(trx, { report_id: current.id, version: current.version, title: current.title, body: current.body, written: current.last_imported, written_by: current.imported_by });
      await this.store.change(trx, current.id, { ...textOf(input), ...(input.timeBegan === undefined ? {} : { date: input.timeBegan }), imported_by: caller.name, last_imported: now, version: current.version + 1, submitted: 1 });
      await this.store.place(trx, current.id, placed, externalId);
      const kept = new Set(values.map(({ type, value }) => `${type} ${value}`));
      const gone = (await this.store.values(trx, current.id)).filter(({ type, value }) => !kept.has(`${type} ${value}`)); // prettier-ignore
      await this.store.removeValues(trx, gone.map((row) => row.id)); // prettier-ignore
      await this.store.touchValues(trx, current.id, { date_last: now, campaign: input.title });
      await this.addValues(trx, values, { id: current.id, title: input.title }, caller, now);
    });
    this.publish("report.changed", before.uuid, caller);
  }

  /** Takes a report out with everything that it said. @throws SoarkitError `HUB_REPORT_UNKNOWN`, `HUB_ENCLAVE_FORBIDDEN`. */
  async remove(id: string, idType: IdType, caller: Caller): Promise<void> {
    const report = await this.mayUpdate(id, idType, caller);
    await this.database.transaction((trx) => this.store.remove(trx, report.id));
    this.publish("report.removed", report.uuid, caller);
  }

  /** Copies a report into another enclave, as it is or with another text. @returns the copy's id. */
  async copy(id: string, destination: string, caller: Caller, provided?: { readonly input: ReportInput; readonly tags: readonly string[] }): Promise<string> {
    const seen = await this.get(id, "any", caller);
    const input = provided?.input ?? { title: seen.title, body: bodyOf(seen), timeBegan: seen.date, externalUrl: seen.external_url === "" ? undefined : seen.external_url };
    return this.submit({ ...input, externalId: provided?.input.externalId, enclaveIds: [destination.trim().toLowerCase()], community: false }, caller, provided?.tags ?? seen.tags);
  }

  /** Moves a report into another enclave; tags and external id move along. @returns its version. */
  async move(id: string, destination: string, caller: Caller): Promise<{ id: string; version: number }> {
    const report = await this.mayUpdate(id, "any", caller);
    const [place] = await this.creatable([destination.trim().toLowerCase()], caller);
    const version = await this.database.transaction(async (trx) => {
      const current = (await this.store.get(trx, report.id)) ?? unknown(id);
      const externalId = (await this.store.allPlaces(trx, current.id))[0]?.external_id ?? null;
      if (externalId !== null) await this.refuseTaken(trx, externalId, [place ?? 0], current.id);
      await this.store.place(trx, current.id, [place ?? 0], externalId);
      await this.store.keepVersion(trx, { report_id: current.id, version: current.version, title: current.title, body: current.body, written: current.last_imported, written_by: current.imported_by });
      await this.store.change(trx, current.id, { version: current.version + 1, last_imported: Math.max(this.options.now(), current.last_imported + 1) });
      return current.version + 1;
    });
    this.publish("report.changed", report.uuid, caller);
    return { id: report.uuid, version };
  }

  /** Adds and removes tags. @returns the report's id. */
  async alterTags(id: string, idType: IdType, added: readonly string[], removed: readonly string[], caller: Caller): Promise<SeenReport> {
    const report = await this.mayUpdate(id, idType, caller);
    await this.database.transaction((trx) => this.store.alterTags(trx, report.id, added, removed));
    this.publish("report.changed", report.uuid, caller);
    return this.get(report.uuid, "internal", caller);
  }

  /** Visible reports, last changed first. */
  async list(scope: Scope, filter: ReportFilter, offset: number, limit: number): Promise<SeenReport[]> {
    return this.see(scope, await this.store.list(scope, filter, offset, limit));
  }

  /** The same without their texts. */
  async heads(scope: Scope, filter: ReportFilter, offset: number, limit: number): Promise<(ReportHead & Pick<SeenReport, "places" | "tags">)[]> {
    return this.see(scope, await this.store.heads(scope, filter, offset, limit));
  }

  /** Number of visible reports, counted to the limit. */
  count(scope: Scope, filter: ReportFilter, limit: number): Promise<number> {
    return this.store.count(scope, filter, limit);
  }

  private async see<T extends { readonly id: number }>(scope: Scope, reports: readonly T[]): Promise<(T & Pick<SeenReport, "places" | "tags">)[]> {
    const ids = reports.map(({ id }) => id);
    const [places, tags] = await Promise.all([this.store.places(scope, ids), this.store.tags(ids)]);
    const byReport = new Map<number, ReportPlace[]>();
    for (const place of places) byReport.set(place.report_id, [...(byReport.get(place.report_id) ?? []), place]);
    return reports.map((report) => ({ ...report, places: byReport.get(report.id) ?? [], tags: tags.get(report.id) ?? [] }));
  }

  private async find(id: string, idType: IdType, scope: Scope): Promise<StoredReport> {
    const byId = idType === "external" ? undefined : await this.store.find(scope, { uuid: id.toLowerCase() });
    const found = byId ?? (idType === "internal" && /^[0-9a-f-]{36}$/i.test(id) ? undefined : await this.store.find(scope, { externalId: id }));
    return found ?? unknown(id);
  }

  /** The places of a report to be, each of which the caller may submit to. */
  private mayCreate({ enclaveIds, community }: ReportInput, caller: Caller): Promise<number[]> {
    if (enclaveIds.length > 0) return this.creatable(enclaveIds, caller);
    if (community) return Promise.resolve([communityEnclave]);
    throw new SoarkitError("HUB_REPORT_INVALID", { reason: "enclaveIds is empty; name at least one enclave, or set distributionType to COMMUNITY" });
  }

  private async creatable(guids: readonly string[], caller: Caller): Promise<number[]> {
    const own = new Map((await this.enclaves.of(caller)).map((enclave) => [enclave.guid, enclave]));
    return guids.map((guid) => allowed(own.get(guid), guid, "create", caller));
  }

  private async mayUpdate(id: string, idType: IdType, caller: Caller): Promise<SeenReport> {
    const seen = await this.get(id, idType, caller);
    const own = new Map((await this.enclaves.of(caller)).map((enclave) => [enclave.id, enclave]));
    const places = await this.database.transaction((trx) => this.store.allPlaces(trx, seen.id));
    for (const { enclave_id: enclave } of places) allowed(own.get(enclave), own.get(enclave)?.guid ?? "of the report", "update", caller);
    return seen;
  }

  private async refuseTaken(trx: Transaction<HubTables>, externalId: string, places: readonly number[], except: number): Promise<void> {
    if (await this.store.externalTaken(trx, externalId, places, except)) throw new SoarkitError("HUB_REPORT_EXISTS", { id: externalId });
  }

  private async addValues(trx: Transaction<HubTables>, values: Values, report: { readonly id: number; readonly title: string }, caller: Caller, now: number): Promise<void> {
    const submission = { accountId: caller.id, accountName: caller.name, campaign: report.title, now, reportId: report.id };
    await this.indicators.add(trx, values.map((value) => submittedRow(value, submission))); // prettier-ignore
  }

  private publish(kind: string, id: string, by: Caller): void {
    this.options.publish({ topic: "reports", kind, id, by: by.name });
    this.options.publish({ topic: "indicators", kind: "indicator.added", by: by.name });
  }
}

/** What a report without a loaded document has. */
const blank = { feed_name: "submission", licence: "", tlp: "TLP:AMBER", actor: "", comment: "", links: "[]", submitted: 1 } as const;

function textOf({ title, body, externalUrl }: ReportInput): { title: string; body: string; external_url: string } {
  return { title, body, external_url: externalUrl ?? "" };
}

/** The text of a report; one that was loaded as a list of values before texts were kept has what was said about it. */
export function bodyOf({ body, title, comment, links }: StoredReport): string {
  return body !== "" ? body : [title, comment, ...(JSON.parse(links) as string[])].filter((line) => line !== "").join("\n");
}

async function valuesOf(body: string): Promise<Values> {
  const values = distinctValues((await readReportText(body)).found);
  if (values.length > mostIndicators) throw new SoarkitError("HUB_REPORT_TOO_RICH", { count: values.length, limit: mostIndicators });
  return values;
}

function allowed(enclave: CallersEnclave | undefined, guid: string, right: "create" | "update", caller: Caller): number {
  if (enclave?.[right] !== true) throw new SoarkitError("HUB_ENCLAVE_FORBIDDEN", { user: caller.name, id: guid, right: right === "create" ? "submit to" : "change what is in" });
  return enclave.id;
}

function unknown(id: string): never {
  throw new SoarkitError("HUB_REPORT_UNKNOWN", { id: id.slice(0, 200) });
}
