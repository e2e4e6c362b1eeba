import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import { Time } from "../../parts/time.js";
import { Value } from "../../parts/value.js";
import { TypeCell } from "../cells.js";
import type { ReportPage } from "../types.js";
import { valuePath } from "./indicators.js";
import { titleOf } from "./list.js";
import { reportPath } from "./queries.js";

/** Reports of the last 90 days that hold one of the report's indicators, and what else those say. */
export function Correlated({ correlated: { reports, indicators } }: Pick<ReportPage, "correlated">) {
  return (
    <div className="hub-lists">
      <section aria-label="Correlated reports">
        <h2>
          Correlated reports <span>{reports.length}, of the last 90 days</span>
        </h2>
        {reports.length === 0 ? <p className="sk-dimmed">No other report that you may read holds one of these indicators.</p> : null}
        <ul className="hub-list">
          {reports.map((report) => (
            <li key={report.guid}>
              <Anchor component={Link} to={reportPath(report.guid)} size="md">
                {titleOf(report)}
              </Anchor>
              <span className="sk-dimmed">{report.enclaves.map(({ name }) => name).join(", ")}</span>
              <Time at={report.updated} />
            </li>
          ))}
        </ul>
      </section>
      <section aria-label="Correlated indicators">
        <h2>
          Correlated indicators <span>{indicators.length}, said by those reports</span>
        </h2>
        {indicators.length === 0 ? <p className="sk-dimmed">Those reports say nothing else.</p> : null}
        <ul className="hub-list">
          {indicators.map(({ type, value }) => (
            <li key={`${type} ${value}`}>
              <Value value={value} type={type} />
              <TypeCell type={type} />
              <Anchor component={Link} to={valuePath(value)} size="md" aria-label={`Open ${value}`}>
                Open
              </Anchor>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
