import { Alert, Button, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearchParams } from "react-router";
import { HttpError } from "../../api/rest.js";
import { defang, middleCut } from "../../parts/defang.js";
import { DefangSwitch } from "../../parts/defang-switch.js";
import { Page } from "../../parts/page.js";
import { copyText } from "../../parts/copy.js";
import { RowMenu } from "../../parts/row-menu.js";
import { Empty, Loading, Problem } from "../../parts/states.js";
import { Tag } from "../../parts/tag.js";
import { Time } from "../../parts/time.js";
import { Value } from "../../parts/value.js";
import { Confidence, SeverityCell, StatusTag, TypeCell } from "../cells.js";
import { ExportMenu } from "../export-menu.js";
import { quoted } from "../search/query-text.js";
import type { IndicatorDetail } from "../types.js";
import { IndicatorCorrelation } from "./correlation.js";
import { History } from "./history.js";
import { indicatorQuery } from "./queries.js";
import { Reports } from "./reports.js";
import { Sources } from "./sources.js";

const tabs = ["history", "reports", "correlation", "sources"] as const;
const crumbs = [{ label: "Search", to: "/search" }];

/** An indicator with its history, sources and reports (console.md §3B.3). */
export function IndicatorPage() {
  const { id = "" } = useParams();
  const query = useQuery(indicatorQuery(id));
  if (query.data !== undefined) return <Indicator detail={query.data} />;
  return (
    <Page title="Indicator" crumbs={crumbs}>
      {query.error === null ? (
        <Loading rows={10} />
      ) : query.error instanceof HttpError && (query.error.status === 404 || query.error.status === 400) ? (
        <Empty
          action={
            <Button component={Link} to="/search" variant="default">
              Search
            </Button>
          }
        >
          The hub has no indicator {id}. Search for its value.
        </Empty>
      ) : (
        <Problem error={query.error} onRetry={() => void query.refetch()} what="The indicator could not be loaded" />
      )}
    </Page>
  );
}

function Indicator({ detail }: { detail: IndicatorDetail }) {
  const [search, setSearch] = useSearchParams();
  const { record, history, sources, reports, warnings, more, whitelisted } = detail;
  const asked = search.get("tab");
  const tab = tabs.find((name) => name === asked) ?? "history";
  return (
    <Page
      title={record.value}
      tabTitle={middleCut(record.value, 40)}
      crumbs={crumbs}
      crumb={middleCut(defang(record.value), 60)}
      heading={
        <div className="hub-head">
          <TypeCell type={record.type} />
          <h1>
            <Value value={record.value} type={record.type} whole />
          </h1>
          <SeverityCell severity={record.severity} threatType={record.threat_type} />
          <span className="hub-named">
            confidence <Confidence value={record.confidence} />
          </span>
          <Tag kind="tlp" value={record.tlp} />
          <StatusTag status={record.status} expires={record.expires} />
        </div>
      }
      actions={
        <>
          <DefangSwitch />
          <ExportMenu what={{ query: `value = ${quoted(record.value)} and (status = active or status = expired)` }} size="sm" />
          <RowMenu
            label={`Actions for ${record.value}`}
            text="Actions"
            entries={[
              { label: "Copy as stored", onSelect: () => void copyText(record.value, "the value as stored") },
              { label: "Copy defanged", onSelect: () => void copyText(defang(record.value), "the value, defanged") },
              { label: "Copy all records as JSON", onSelect: () => void copyText(JSON.stringify({ value: record.value, type: record.type, records: history }, undefined, 2), `${history.length} records as JSON`) },
            ]}
          />
        </>
      }
    >
      {whitelisted === null ? null : (
        <Alert color="blue" mb="sm" title="On the whitelist">
          {whitelisted.added_by} put it there on <Time at={whitelisted.created} form="full" />. Clients of TruSTAR&apos;s interface get it neither as an indicator nor as a correlation, and exports leave it out.
        </Alert>
      )}
      {warnings.map((warning) => (
        <Alert key={warning} color="orange" mb="sm" title="Look twice before acting on it">
          {warning}.
        </Alert>
      ))}
      <p className="sk-dimmed">
        Seen from <Time at={record.first_seen} form="full" /> to <Time at={record.last_seen} form="full" />. {record.status === "expired" ? "All its records have ended; the head shows the newest" : "The head shows the newest active record"} and the narrowest TLP of all.
      </p>
      <Tabs value={tab} onChange={(next) => setSearch(next === null || next === "history" ? {} : { tab: next }, { replace: true })} activateTabWithKeyboard={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="history">
            History {history.length}
            {more ? "+" : ""}
          </Tabs.Tab>
          <Tabs.Tab value="reports">Reports {reports.length}</Tabs.Tab>
          <Tabs.Tab value="correlation">Correlation</Tabs.Tab>
          <Tabs.Tab value="sources">Sources {sources.length}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="history">
          <History detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="reports">
          <Reports reports={reports} />
        </Tabs.Panel>
        <Tabs.Panel value="correlation">{tab === "correlation" ? <IndicatorCorrelation id={record.id} /> : null}</Tabs.Panel>
        <Tabs.Panel value="sources">
          <Sources sources={sources} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
