import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import type { ReportHead } from "../types.js";
import { reportPath } from "./queries.js";

/** What a report is called. */
export function titleOf({ title }: Pick<ReportHead, "title">): string {
  return title === "" ? "Untitled report" : title;
}

/** The way to a report's page, on one line. */
export function ReportLink({ report }: { report: Pick<ReportHead, "guid" | "title"> }) {
  return (
    <Anchor component={Link} to={reportPath(report.guid)} size="md" className="sk-one-line">
      {titleOf(report)}
    </Anchor>
  );
}
