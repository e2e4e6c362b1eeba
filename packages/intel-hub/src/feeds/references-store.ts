import type { Transaction } from "kysely";
import { lastingId } from "../indicators/identity.js";
import type { IndicatorStore } from "../indicators/store.js";
import type { HubTables } from "../schema.js";

/** Ids that one statement looks for. */
const idsAtOnce = 400;

/** A report of a feed, with some of the objects it is about. */
export interface ReferringReport {
  readonly id: number;
  readonly uuid: string;
  readonly title: string;
  readonly actor: string;
  readonly origins: readonly string[];
}

/** Which objects the reports of feeds are about: what comes in other parts, before or after its report, finds it by this. */
export class FeedReferences {
  constructor(private readonly indicators: IndicatorStore) {}

  /** Keeps what a report is about; what it was about before stays. */
  async keep(trx: Transaction<HubTables>, feedId: number, reportId: number, origins: readonly string[]): Promise<void> {
    for (const part of parts(origins)) {
      await trx
        .insertInto("feed_references")
        .values(part.map((origin) => ({ feed_id: feedId, report_id: reportId, origin })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
  }

  /** The reports of a feed that are about any of these objects. */
  async reportsOf(trx: Transaction<HubTables>, feedId: number, origins: readonly string[]): Promise<ReferringReport[]> {
    const found = new Map<number, ReferringReport & { readonly origins: string[] }>();
    for (const part of parts(origins)) {
      const rows = await trx
        .selectFrom("feed_references")
        .innerJoin("reports", "reports.id", "feed_references.report_id")
        .select(["reports.id", "reports.uuid", "reports.title", "reports.actor", "feed_references.origin"])
        .where("feed_references.feed_id", "=", feedId)
        .where("feed_references.origin", "in", part)
        .orderBy("reports.id")
        .execute();
      for (const { origin, ...report } of rows) {
        const known = found.get(report.id);
        if (known === undefined) found.set(report.id, { ...report, origins: [origin] });
        else known.origins.push(origin);
      }
    }
    return [...found.values()];
  }

  /** Puts records that were stored before their report into it; those of another report get a second one. @returns how many were added. */
  async takeIn(trx: Transaction<HubTables>, source: string, { id: reportId, uuid, title, actor }: Omit<ReferringReport, "origins">, origins: readonly string[]): Promise<number> {
    const there = new Set((await trx.selectFrom("indicators").select(["type", "value"]).where("report_id", "=", reportId).execute()).map(nameOf)); // prettier-ignore
    let added = 0;
    for (const part of parts(origins)) {
      const rows = await trx
        .selectFrom("indicators")
        .leftJoin("reports", "reports.id", "indicators.report_id")
        .selectAll("indicators")
        .select(["reports.title as its_title", "reports.actor as its_actor"])
        .where("indicators.source", "=", source)
        .where("indicators.origin", "in", part)
        .orderBy("indicators.id")
        .execute();
      for (const { id, shared_at: _place, stix_id: _object, its_title: itsTitle, its_actor: itsActor, ...row } of rows) {
        if (there.has(nameOf(row))) continue;
        there.add(nameOf(row));
        // Where nobody named another, campaign and actor are the report's.
        const campaign = row.campaign === "" || row.campaign === itsTitle ? title : row.campaign;
        const inReport = { external_id: lastingId("stix", source, row.origin, uuid, row.type, row.value), report_id: reportId, campaign, actor: row.actor === itsActor ? actor : row.actor || actor };
        if (row.report_id === null) await trx.updateTable("indicators").set({ ...inReport, shared_at: null }).where("id", "=", id).execute();
        else added += await this.indicators.add(trx, [{ ...row, ...inReport }]);
      }
    }
    return added;
  }
}

function nameOf({ type, value }: { readonly type: string; readonly value: string }): string {
  return `${type} ${value}`;
}

function* parts(ids: readonly string[]): Generator<string[]> {
  for (let from = 0; from < ids.length; from += idsAtOnce) yield ids.slice(from, from + idsAtOnce);
}
