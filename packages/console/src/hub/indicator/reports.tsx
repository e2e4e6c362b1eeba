import { Anchor, Group, Stack } from "@mantine/core";
import { Link } from "react-router";
import { Facts } from "../../parts/facts.js";
import { Empty } from "../../parts/states.js";
import { Tag } from "../../parts/tag.js";
import { Time } from "../../parts/time.js";
import { Value } from "../../parts/value.js";
import { ExportMenu } from "../export-menu.js";
import { searchPath } from "../api.js";
import { count } from "../search/columns.js";
import { quoted } from "../search/query-text.js";
import { titleOf } from "../reports/report-link.js";
import { reportPath } from "../reports/queries.js";
import type { ReportEntry } from "../types.js";

/** Reports that name the value. Their pages on the web are shown as values: nothing here leads outside by a click. */
export function Reports({ reports }: { reports: ReportEntry[] }) {
  if (reports.length === 0) return <Empty>No report names this value; it came by imports.</Empty>;
  return (
    <Stack gap="lg">
      {reports.map((report) => (
        <section key={report.id} aria-label={report.title}>
          <Group justify="space-between" wrap="nowrap" align="start">
            <h2>
              <Anchor component={Link} to={reportPath(report.uuid)} inherit>
                {titleOf(report)}
              </Anchor>
            </h2>
            <ExportMenu what={{ report: report.uuid }} />
          </Group>
          <Facts
            items={[
              ["Date", <Time key="date" at={report.date} form="full" />],
              ["Feed", report.feed_name],
              ["Source", report.source],
              ["Threat actor", report.actor],
              ["TLP", <Tag key="tlp" kind="tlp" value={report.tlp} />],
              ["Licence", report.licence],
              ["Loaded", <Time key="loaded" at={report.loaded} form="full" />],
              ["Comment", report.comment],
              ["Pages", report.links.length === 0 ? null : <Links key="links" links={report.links} />],
              [
                "Indicators",
                <Anchor key="indicators" component={Link} to={searchPath(`campaign = ${quoted(report.title)}`)} size="md">
                  {count(report.indicators, "indicator")} of this report
                </Anchor>,
              ],
            ]}
          />
        </section>
      ))}
    </Stack>
  );
}

function Links({ links }: { links: string[] }) {
  return (
    <Stack gap={2}>
      {links.map((link) => (
        <Value key={link} value={link} type="url" />
      ))}
    </Stack>
  );
}
