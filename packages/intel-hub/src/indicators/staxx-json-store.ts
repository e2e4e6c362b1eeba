import { isHashType, indicatorTypes } from "@soarkit/indicators";
import { sql } from "kysely";
import type { StaxxRecord } from "./staxx-record.js";

const hashTypes = indicatorTypes.filter((type) => isHashType(type)).map((type) => sql.lit(type)); // prettier-ignore

/** What each member of a record in STAXX's answer is in SQL; the same as `staxxRecord` makes of a row. */
const members: Readonly<Record<keyof StaxxRecord, ReturnType<typeof sql>>> = {
  indicator: sql`value`,
  type: sql`case when type in (${sql.join(hashTypes)}) then 'md5' else type end`,
  itype: sql`itype`,
  confidence: sql`confidence`,
  severity: sql`severity`,
  tlp: sql`tlp`,
  classification: sql`classification`,
  detail: sql`detail`,
  actor: sql`actor`,
  campaign: sql`campaign`,
  feed_name: sql`feed_name`,
  source: sql`source`,
  feed_site_netloc: sql`feed_site_netloc`,
  id: sql`external_id`,
  date_last: sql`strftime('%Y-%m-%d %I:%M:%S %p', date_last / 1000, 'unixepoch')`,
};

/** A record as the JSON object that STAXX answers. SQLite writes it faster than rows can be made of its columns. */
export const staxxJson = sql<string>`json_object(${sql.join(Object.entries(members).flatMap(([name, value]) => [sql.lit(name), value]))})`;
