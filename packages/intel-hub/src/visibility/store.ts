import { sql, type Expression, type ExpressionBuilder, type SqlBool } from "kysely";
import { ownersSeen, type Scope } from "../enclaves/scope.js";
import type { HubTables } from "../schema.js";

type Where = Expression<SqlBool>;

/** Records that a caller may see: in an enclave it may read, and TLP:RED only when it brought them itself. @param table the name that the records have in the query. */
export function visibleRecord(eb: ExpressionBuilder<HubTables, "indicators">, scope: Scope, table = "indicators"): Where {
  const column = <T>(name: string) => sql.ref<T>(`${table}.${name}`);
  const tlp = eb.or([eb(column("tlp"), "!=", "TLP:RED"), eb(column("account_id"), "in", [...ownersSeen(scope)])]);
  const { enclaves } = scope;
  if (enclaves === undefined) return tlp;
  if (enclaves.length === 0) return eb.lit(false);
  const inReport = eb.exists(
    eb.selectFrom("report_enclaves").select("report_enclaves.report_id").where("report_enclaves.report_id", "=", column<number>("report_id")).where("report_enclaves.enclave_id", "in", [...enclaves]),
  );
  const alone = eb.and([eb(column("report_id"), "is", null), eb(column("enclave_id"), "in", [...enclaves])]);
  return eb.and([tlp, eb.or([alone, inReport])]);
}

/** Reports that a caller may see, by the same rule. */
export function visibleReport(eb: ExpressionBuilder<HubTables, "reports">, scope: Scope): Where {
  const tlp = eb.or([eb("reports.tlp", "!=", "TLP:RED"), eb("reports.account_id", "in", [...ownersSeen(scope)])]);
  const { enclaves } = scope;
  if (enclaves === undefined) return tlp;
  if (enclaves.length === 0) return eb.lit(false);
  const inside = eb.exists(
    eb.selectFrom("report_enclaves").select("report_enclaves.report_id").whereRef("report_enclaves.report_id", "=", "reports.id").where("report_enclaves.enclave_id", "in", [...enclaves]),
  );
  return eb.and([tlp, inside]);
}

/** Records whose value is not on the whitelist. */
export function notWhitelisted(): Where {
  return sql<SqlBool>`not exists (select 1 from whitelist where whitelist.value = indicators.value and whitelist.type = indicators.type)`;
}
