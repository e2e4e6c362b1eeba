import { Anchor, Button, Group, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Link, useNavigate } from "react-router";
import { useTopic } from "../../live/topics.js";
import { Page } from "../../parts/page.js";
import { Empty, Loaded } from "../../parts/states.js";
import { Tag } from "../../parts/tag.js";
import { Time } from "../../parts/time.js";
import { searchPath } from "../api.js";
import { approvalsQuery } from "../approvals/queries.js";
import { count } from "../search/columns.js";
import { quoted } from "../search/query-text.js";
import type { Summary } from "../types.js";
import { summaryQuery } from "./queries.js";

/** One search field and four short lists (console.md §3B.1). */
export function OverviewPage() {
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const summary = useQuery(summaryQuery);
  useTopic("indicators");
  return (
    <Page title="Overview">
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          void navigate(searchPath(text, "simple"));
        }}
      >
        <div className="hub-search-field hub-mono">
          <TextInput id="hub-search" size="md" aria-label="A value or word" placeholder="A value or word: an address, domain, URL, hash, campaign" leftSection={<IconSearch size={18} aria-hidden="true" />} value={text} onChange={(event) => setText(event.currentTarget.value)} spellCheck={false} autoComplete="off" />
          <Button type="submit" size="md">
            Search
          </Button>
        </div>
      </form>
      <Loaded query={summary} rows={10} what="The overview could not be loaded">
        {(figures) => (figures.indicators.active === 0 && figures.pending.total === 0 ? <EmptyHub /> : <Lists figures={figures} />)}
      </Loaded>
    </Page>
  );
}

function EmptyHub() {
  return (
    <Empty
      action={
        <Group>
          <Button component={Link} to="/import">
            Import a file
          </Button>
        </Group>
      }
    >
      The hub is empty. Import a report or values here, or load the sample reports with <code>soarkit hub import</code> and the files in <code>samples</code>.
    </Empty>
  );
}

function Lists({ figures }: { figures: Summary }) {
  const waiting = useQuery(approvalsQuery("pending")).data ?? figures.pending.jobs;
  const today = figures.indicators.today.reduce((sum, { count: number }) => sum + number, 0);
  return (
    <div className="hub-lists">
      <ShortList title="Waiting for approval" note={String(waiting.length)} to="/approvals" more="All approvals" empty="Nothing waits.">
        {waiting.slice(0, 6).map((job) => (
          <li key={job.job_id}>
            <Anchor component={Link} to={`/approvals/${job.job_id}`} size="md">
              {job.note === "" ? job.job_id : job.note}
            </Anchor>
            <span className="sk-dimmed">{count(job.counts.pending, "value")}</span>
            <span>{job.user}</span>
            <Tag kind="tlp" value={job.tlp} />
            <Time at={job.created} />
          </li>
        ))}
      </ShortList>
      <ShortList title="Reports" note={`${figures.reports.today.toLocaleString("en")} in the last 24 hours, ${figures.reports.total.toLocaleString("en")} in all`} to="/import" more="Import a report" empty="No report has been loaded.">
        {figures.reports.latest.map((report) => (
          <li key={report.id}>
            <Anchor component={Link} to={searchPath(`campaign = ${quoted(report.title)}`)} size="md">
              {report.title === "" ? "Untitled report" : report.title}
            </Anchor>
            <span className="sk-dimmed">{count(report.indicators, "indicator")}</span>
            <span>{report.feed_name}</span>
            <Tag kind="tlp" value={report.tlp} />
            <Time at={report.loaded} />
          </li>
        ))}
      </ShortList>
      <ShortList title="New indicators by type" note={`${today.toLocaleString("en")} in the last 24 hours, ${figures.indicators.active.toLocaleString("en")} active in all`} to="/search" more="All indicators" empty="None came in the last 24 hours.">
        {figures.indicators.today.slice(0, 8).map(({ type, count: number }) => (
          <li key={type}>
            <Anchor component={Link} to={`/search?type=${encodeURIComponent(type)}`} size="md">
              {type.replaceAll("_", " ")}
            </Anchor>
            <span>{number.toLocaleString("en")}</span>
          </li>
        ))}
      </ShortList>
      <ShortList title="Sources" note={String(figures.sources.length)} to="/search?grouped=false" more="All records" empty="Nobody has reported anything.">
        {figures.sources.slice(0, 8).map(({ source, feed_name: feed, records, latest }) => (
          <li key={`${source} ${feed}`}>
            <Anchor component={Link} to={`/search?source=${encodeURIComponent(source)}`} size="md">
              {source}
            </Anchor>
            <span className="sk-dimmed">{feed}</span>
            <span>{count(records, "record")}</span>
            <Time at={latest} />
          </li>
        ))}
      </ShortList>
    </div>
  );
}

function ShortList({ title, note, to, more, empty, children }: { title: string; note: string; to: string; more: string; empty: string; children: ReactNode[] }) {
  return (
    <section aria-label={title}>
      <h2>
        {title} <span>{note}</span>
      </h2>
      {children.length === 0 ? <p className="sk-dimmed">{empty}</p> : <ul className="hub-list">{children}</ul>}
      <Anchor component={Link} to={to} size="sm" mt={6} display="inline-block">
        {more}
      </Anchor>
    </section>
  );
}
