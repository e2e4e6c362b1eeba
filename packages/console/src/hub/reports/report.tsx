import { Alert, Anchor, Button, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { HttpError } from "../../api/rest.js";
import { useTopic } from "../../live/topics.js";
import { DefangSwitch } from "../../parts/defang-switch.js";
import { Facts } from "../../parts/facts.js";
import { linkTarget } from "../../parts/link-target.js";
import { OpenOutside } from "../../parts/open-outside.js";
import { Page } from "../../parts/page.js";
import { Empty, Loading, Problem } from "../../parts/states.js";
import { Tag } from "../../parts/tag.js";
import { Time } from "../../parts/time.js";
import { Value } from "../../parts/value.js";
import { ExportMenu } from "../export-menu.js";
import { count } from "../search/columns.js";
import type { ReportPage as Report } from "../types.js";
import { Correlated } from "./correlated.js";
import { Indicators } from "./indicators.js";
import { titleOf } from "./report-link.js";
import { MarkedText } from "./marked-text.js";
import { reportQuery } from "./queries.js";

const crumbs = [{ label: "Reports", to: "/reports" }];

/** A report: its text with the indicators marked, and what has values in common with it (console.md §3B.4). */
export function ReportPage() {
  const { guid = "" } = useParams();
  const query = useQuery(reportQuery(guid));
  useTopic("reports");
  useTopic("indicators", () => void query.refetch());
  if (query.data !== undefined) return <Whole report={query.data} />;
  const unknown = query.error instanceof HttpError && query.error.status === 404;
  return (
    <Page title="Report" crumbs={crumbs}>
      {query.error === null ? (
        <Loading rows={10} />
      ) : unknown ? (
        <Empty
          action={
            <Button component={Link} to="/reports" variant="default">
              All reports
            </Button>
          }
        >
          There is no report {guid}, or it lies in an enclave that your account may not read.
        </Empty>
      ) : (
        <Problem error={query.error} onRetry={() => void query.refetch()} what="The report could not be loaded" />
      )}
    </Page>
  );
}

function Whole({ report }: { report: Report }) {
  const title = titleOf(report);
  return (
    <Page
      title={title}
      crumbs={crumbs}
      aside={<Tag kind="tlp" value={report.tlp} />}
      actions={
        <>
          <DefangSwitch />
          <ExportMenu what={{ report: report.guid }} size="sm" />
        </>
      }
    >
      <Facts
        items={[
          ["Enclaves", report.enclaves.map(({ name }) => name).join(", ")],
          ["External id", report.external_id],
          ["Incident", report.external_url === "" ? null : <Outside key="incident" address={report.external_url} />],
          ["Tags", report.tags.join(", ")],
          ["Began", <Time key="began" at={report.date} form="full" />],
          ["Submitted", <span key="submitted"><Time at={report.created} form="full" /> by {report.submitter || "this machine"}</span>],
          ["Updated", <span key="updated"><Time at={report.updated} form="full" />, version {report.version}</span>],
        ]} // prettier-ignore
      />
      <div className="hub-report">
        <section aria-labelledby="report-text">
          <h2 id="report-text">Text</h2>
          {report.cut ? (
            <Alert color="orange" mb="sm" title="The text goes on">
              These are its first 262,144 characters; clients of TruSTAR&apos;s interface read all of it.
            </Alert>
          ) : null}
          <MarkedText body={report.body} marks={report.marks} />
        </section>
        <section aria-labelledby="report-indicators">
          <h2 id="report-indicators">{count(report.indicators.length, "indicator")}</h2>
          <Indicators indicators={report.indicators} />
        </section>
      </div>
      <Correlated correlated={report.correlated} of="report" />
    </Page>
  );
}

function Outside({ address }: { address: string }) {
  const [launcher, setLauncher] = useState<HTMLElement>();
  const target = linkTarget(address, location.origin);
  return (
    <Group gap="xs">
      <Value value={address} type="url" />
      {target.kind === "outside" ? (
        <Anchor component="button" type="button" size="sm" onClick={(event) => setLauncher(event.currentTarget)}>
          Open the incident…
        </Anchor>
      ) : target.kind === "nowhere" ? (
        <Text size="sm" c="dimmed">
          no address of a page
        </Text>
      ) : null}
      {launcher !== undefined && target.kind === "outside" ? <OpenOutside address={target.address} host={target.host} launcher={launcher} onClose={() => setLauncher(undefined)} /> : null}
    </Group>
  );
}
