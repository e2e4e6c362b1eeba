import { activeNow } from "../query/store.js";
import type { Scope } from "../enclaves/scope.js";
import { visibleReport } from "../visibility/store.js";
import type { HubDatabase } from "../schema.js";

/** What the overview shows. Counts of "today" are of the last 24 hours. */
export interface SummaryFigures {
  readonly reports: { readonly total: number; readonly today: number; readonly latest: readonly LatestReport[] };
  readonly indicators: { readonly active: number; readonly today: readonly { readonly type: string; readonly count: number }[] };
  readonly sources: readonly { readonly source: string; readonly feed_name: string; readonly records: number; readonly latest: number }[];
}

/** A report of the overview. */
export interface LatestReport {
  readonly id: number;
  readonly title: string;
  readonly date: number;
  readonly feed_name: string;
  readonly tlp: string;
  readonly loaded: number;
  readonly by: string;
  readonly indicators: number;
}

const day = 24 * 60 * 60 * 1_000;
const latestReports = 6;
const mostSources = 100;

/** Figures over the whole store. */
export class SummaryStore {
  constructor(
    private readonly database: Pick<HubDatabase, "db">,
    private readonly now: () => number,
  ) {}

  async figures(sees: Scope): Promise<SummaryFigures> {
    const since = this.now() - day;
    const [reports, today, latest, active, byType, sources] = await Promise.all([this.countReports(0), this.countReports(since), this.latest(sees), this.countActive(), this.newByType(since), this.sources()]);
    return { reports: { total: reports, today, latest }, indicators: { active, today: byType }, sources };
  }

  private async countReports(since: number): Promise<number> {
    const { total } = await this.database.db.selectFrom("reports").select((eb) => eb.fn.countAll<number>().as("total")).where("first_imported", ">=", since).executeTakeFirstOrThrow(); // prettier-ignore
    return total;
  }

  private async countActive(): Promise<number> {
    const { total } = await this.database.db.selectFrom("indicators").select((eb) => eb.fn.countAll<number>().as("total")).where((eb) => activeNow(eb, this.now())).executeTakeFirstOrThrow(); // prettier-ignore
    return total;
  }

  private async latest(sees: Scope): Promise<LatestReport[]> {
    const rows = await this.database.db
      .selectFrom("reports")
      .select((eb) => [
        "reports.id",
        "reports.title",
        "reports.date",
        "reports.feed_name",
        "reports.tlp",
        "reports.first_imported as loaded",
        "reports.imported_by as by",
        eb.selectFrom("indicators").whereRef("indicators.report_id", "=", "reports.id").select((inner) => inner.fn.countAll<number>().as("total")).as("indicators"), // prettier-ignore
      ])
      .where((eb) => visibleReport(eb, sees))
      .orderBy("reports.first_imported", "desc")
      .orderBy("reports.id", "desc")
      .limit(latestReports)
      .execute();
    return rows.map((row) => ({ ...row, indicators: row.indicators ?? 0 }));
  }

  /** Active records that came since then, by type. */
  private newByType(since: number): Promise<{ type: string; count: number }[]> {
    return this.database.db
      .selectFrom("indicators")
      .select((eb) => ["type", eb.fn.countAll<number>().as("count")])
      .where((eb) => activeNow(eb, this.now()))
      .where((eb) =>
        eb.or([
          eb("report_id", "in", eb.selectFrom("reports").select("id").where("first_imported", ">=", since)),
          eb("import_id", "in", eb.selectFrom("imports").select("id").where("created", ">=", since)),
        ]),
      )
      .groupBy("type")
      .orderBy("count", "desc")
      .execute();
  }

  /** Who reports to the hub, the latest first. */
  private sources(): Promise<{ source: string; feed_name: string; records: number; latest: number }[]> {
    return this.database.db
      .selectFrom("indicators")
      .select((eb) => ["source", "feed_name", eb.fn.countAll<number>().as("records"), eb.fn.max("date_last").as("latest")])
      .where((eb) => activeNow(eb, this.now()))
      .groupBy(["source", "feed_name"])
      .orderBy("latest", "desc")
      .limit(mostSources)
      .execute();
  }
}
