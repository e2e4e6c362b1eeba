import { SoarkitError } from "@soarkit/protocol";
import { newId, type ConsoleEvent } from "@soarkit/runtime";
import type { Caller } from "../accounts/accounts.js";
import { nextJobId } from "../imports/job-id.js";
import { jobRow } from "../imports/rows.js";
import { readSettings } from "../imports/settings.js";
import type { ImportStore } from "../imports/store.js";
import { lastingId } from "../indicators/identity.js";
import type { IndicatorStore, NewIndicator } from "../indicators/store.js";
import type { HubDatabase } from "../schema.js";
import { textOf } from "../stix/objects.js";
import { readStixObjects } from "../stix/read-stix.js";
import type { TaxiiStore } from "./store.js";

/** Most objects of one push. */
export const mostPushed = 1_000;
/** How long the status of a push can be asked for, milliseconds (24 hours). */
const statusLife = 24 * 60 * 60 * 1_000;

/** What became of one object. */
interface Outcome {
  readonly id: string;
  readonly version: string;
  readonly message?: string;
}

/** TAXII's status resource (TAXII 2.1 §4.3.1). */
export interface PushStatus {
  readonly id: string;
  readonly status: "complete";
  readonly request_timestamp: string;
  readonly total_count: number;
  readonly success_count: number;
  readonly successes: readonly Outcome[];
  readonly failure_count: number;
  readonly failures: readonly Outcome[];
  readonly pending_count: 0;
  readonly pendings: readonly [];
}

/** Objects that others push: filed as an import, which waits for approval unless an administrator pushed it. */
export class Pushes {
  constructor(
    private readonly parts: {
      readonly database: HubDatabase;
      readonly imports: ImportStore;
      readonly indicators: IndicatorStore;
      readonly store: TaxiiStore;
      readonly now: () => number;
      readonly publish: (event: ConsoleEvent) => void;
    },
  ) {}

  /** @throws SoarkitError `HUB_TAXII_FILTER` for an envelope that is none. */
  async take(envelope: unknown, caller: Caller): Promise<PushStatus> {
    const { database, imports, indicators, store, now, publish } = this.parts;
    if (caller.id === 0) throw new SoarkitError("REQUEST_REFUSED", { reason: "a push is filed under an account, which the local administrator's token is not" });
    const objects = objectsOf(envelope);
    const time = now();
    const rows = rowsOf(objects, caller, time);
    const status = statusOf(objects, rows, time);
    const jobId = await database.transaction(async (trx) => {
      await store.keepStatus(trx, { id: status.id, account_id: caller.id, created: time, status: JSON.stringify(status) }, time - statusLife);
      const known = await indicators.knownIds(trx, rows.map(({ external_id: id }) => id)); // prettier-ignore
      const fresh = rows.filter(({ external_id: id }) => !known.has(id));
      const [first] = fresh;
      if (first === undefined) return undefined;
      const settings = readSettings({ threat_type: first.threat_type, severity: first.severity, confidence: first.confidence, tlp: first.tlp, auto_approve: caller.role === "admin" });
      const job = nextJobId(time, await imports.latestJobId(trx));
      const importId = await imports.add(trx, jobRow(job, settings, caller, time, "Pushed over TAXII"), fresh.map(({ value, type, itype }) => ({ value, type, itype, dropped: 0, reason: "" }))); // prettier-ignore
      await indicators.add(trx, fresh.map((row) => ({ ...row, import_id: importId }))); // prettier-ignore
      return job;
    });
    if (jobId !== undefined) publish({ topic: "approvals", kind: "import.created", id: jobId, by: caller.name });
    if (jobId !== undefined && caller.role === "admin") publish({ topic: "indicators", kind: "indicator.added", by: caller.name });
    return status;
  }

  /** What became of a push of this account. @throws SoarkitError `HUB_TAXII_UNKNOWN`. */
  async status(id: string, caller: Caller): Promise<unknown> {
    const found = await this.parts.store.status(id, caller.id);
    if (found === undefined) throw new SoarkitError("HUB_TAXII_UNKNOWN", { what: "status", id });
    return JSON.parse(found);
  }
}

function objectsOf(envelope: unknown): readonly unknown[] {
  const objects = typeof envelope === "object" && envelope !== null && "objects" in envelope ? envelope.objects : undefined;
  if (!Array.isArray(objects) || objects.length === 0) throw new SoarkitError("HUB_TAXII_FILTER", { reason: 'the body is an envelope {"objects": [...]} with at least one object' });
  if (objects.length > mostPushed) throw new SoarkitError("HUB_TAXII_FILTER", { reason: `one push has at most ${mostPushed.toLocaleString("en")} objects, this one has ${objects.length}` });
  return objects;
}

/** One record for each value of each version of an object, whatever reports name it. */
function rowsOf(objects: readonly unknown[], caller: Caller, now: number): NewIndicator[] {
  const { values } = readStixObjects(objects, { source: caller.name, now });
  const rows = values.map(({ row }): NewIndicator => ({ ...row, account_id: caller.id, external_id: lastingId("push", caller.name, row.origin ?? "", String(row.date_last), row.type, row.value), status: caller.role === "admin" ? "active" : "pending" }));
  return [...new Map(rows.map((row) => [row.external_id, row])).values()];
}

/** Objects that carry values; all others only say something about them. */
const carriers = /^(?:indicator|observed-data|ipv[46]-addr|domain-name|url|email-addr|email-message|file|mutex|windows-registry-key|mac-addr|autonomous-system|x509-certificate|directory)$/;

function statusOf(objects: readonly unknown[], rows: readonly NewIndicator[], now: number): PushStatus {
  const kept = new Set(rows.map(({ origin }) => origin));
  const outcomes = objects.map((object): Outcome & { readonly failed: boolean } => {
    const [id, type] = typeof object === "object" && object !== null ? [textOf(object, "id"), textOf(object, "type")] : ["", ""];
    const version = (typeof object === "object" && object !== null && (textOf(object, "modified") || textOf(object, "created"))) || new Date(now).toISOString();
    if (kept.has(id)) return { id, version, failed: false };
    if (type !== "" && id !== "" && !carriers.test(type)) return { id, version, failed: false, message: "read for what it says about the others" };
    const [reason] = readStixObjects([object], { source: "", now }).skipped;
    return { id, version, failed: true, message: reason?.reason ?? "it holds no value that the hub keeps" };
  });
  const part = (failed: boolean): Outcome[] => outcomes.filter((outcome) => outcome.failed === failed).map(({ failed: _failed, ...outcome }) => outcome);
  const [successes, failures] = [part(false), part(true)];
  return { id: newId(), status: "complete", request_timestamp: new Date(now).toISOString(), total_count: objects.length, success_count: successes.length, successes, failure_count: failures.length, failures, pending_count: 0, pendings: [] };
}
