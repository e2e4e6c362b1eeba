import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import { ServerTable } from "../../parts/server-table.js";
import { Empty } from "../../parts/states.js";
import type { Column } from "../../parts/table-columns.js";
import { Time } from "../../parts/time.js";
import { Value } from "../../parts/value.js";
import { OpenValue, TypeCell } from "../cells.js";
import { count } from "../search/columns.js";
import type { Correlation } from "../types.js";
import { valuePath } from "./indicators.js";
import { reportPath } from "./queries.js";
import { ReportLink, titleOf } from "./report-link.js";

type CorrelatedReport = Correlation["reports"][number];
type CorrelatedIndicator = Correlation["indicators"][number];

/** Values or reports that a cell names; the rest is counted. */
const mostNamed = 3;

const reportColumns: Column<CorrelatedReport>[] = [
  { id: "title", header: "Report", cell: (row) => <ReportLink report={row} /> },
  { id: "count", header: "In common", width: "6.5rem", align: "right", cell: (row) => row.shared_count.toLocaleString("en") },
  { id: "shared", header: "Indicators in common", width: "45%", cell: (row) => <Shared report={row} /> },
  { id: "enclaves", header: "Enclaves", width: "9rem", cell: (row) => <span className="sk-one-line">{row.enclaves.map(({ name }) => name).join(", ")}</span> },
  { id: "updated", header: "Updated", width: "6.5rem", cell: (row) => <Time at={row.updated} /> },
];

/** Reports of the last 90 days that have values in common with something, which they are, and who says what else. @param of what that is; reports have the one indicator in common with itself. */
export function Correlated({ correlated: { reports, indicators }, of }: { correlated: Correlation; of: "report" | "indicator" }) {
  const titles = new Map(reports.map((report) => [report.guid, titleOf(report)]));
  const indicatorColumns: Column<CorrelatedIndicator>[] = [
    { id: "value", header: "Indicator", cell: (row) => <Value value={row.value} type={row.type} /> },
    { id: "type", header: "Type", width: "8rem", cell: (row) => <TypeCell type={row.type} /> },
    { id: "count", header: "Reports", width: "5.5rem", align: "right", cell: (row) => row.reports.length.toLocaleString("en") },
    { id: "reports", header: "Said by", width: "45%", cell: (row) => <SaidBy indicator={row} titles={titles} /> },
    { id: "open", header: "Page", width: "4rem", cell: (row) => <OpenValue value={row.value} to={valuePath(row.value)} /> },
  ];
  return (
    <div className="hub-correlated">
      <div>
        <h2>
          Correlated reports <span>{reports.length}, of the last 90 days{of === "report" ? ", most in common first" : ""}</span>
        </h2>
        {reports.length === 0 ? <Empty>{of === "report" ? "No other report that you may read has an indicator in common with this one." : "No report of the last 90 days that you may read names it."}</Empty> : <ServerTable label="Correlated reports" columns={of === "report" ? reportColumns : reportColumns.filter(({ id }) => id !== "count" && id !== "shared")} rows={reports} rowKey={(row) => row.guid} rowName={titleOf} minWidth="48rem" />}
      </div>
      {reports.length === 0 ? null : (
        <div>
          <h2>
            Correlated indicators <span>{count(indicators.length, "other value")} of those reports</span>
          </h2>
          {indicators.length === 0 ? <Empty>Those reports say nothing else.</Empty> : <ServerTable label="Correlated indicators" columns={indicatorColumns} rows={indicators} rowKey={(row) => `${row.type} ${row.value}`} rowName={(row) => row.value} minWidth="48rem" />}
        </div>
      )}
    </div>
  );
}

function Shared({ report: { shared, shared_count: all } }: { report: CorrelatedReport }) {
  const named = shared.slice(0, mostNamed);
  return (
    <span className="hub-named-values">
      {named.map(({ type, value }) => (
        <Anchor key={`${type} ${value}`} component={Link} to={valuePath(value)} size="md">
          <Value value={value} type={type} plain />
        </Anchor>
      ))}
      {all > named.length ? <span className="sk-dimmed">and {(all - named.length).toLocaleString("en")} more</span> : null}
    </span>
  );
}

function SaidBy({ indicator: { reports }, titles }: { indicator: CorrelatedIndicator; titles: ReadonlyMap<string, string> }) {
  const named = reports.slice(0, mostNamed);
  return (
    <span className="hub-named-values">
      {named.map((guid) => (
        <Anchor key={guid} component={Link} to={reportPath(guid)} size="md">
          {titles.get(guid) ?? guid}
        </Anchor>
      ))}
      {reports.length > named.length ? <span className="sk-dimmed">and {reports.length - named.length} more</span> : null}
    </span>
  );
}
