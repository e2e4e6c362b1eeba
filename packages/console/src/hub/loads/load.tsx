import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { HttpError } from "../../api/rest.js";
import { useTopic } from "../../live/topics.js";
import { DefangSwitch } from "../../parts/defang-switch.js";
import { Page } from "../../parts/page.js";
import { Empty, Loading, Problem } from "../../parts/states.js";
import { Tag } from "../../parts/tag.js";
import { missing, useHubSession } from "../session.js";
import { useAsked } from "../use-asked.js";
import { Draft } from "./draft.js";
import { DropDialog } from "./drop-dialog.js";
import { canGoOn, isActive } from "./load-actions.js";
import { LoadFacts } from "./load-facts.js";
import { LoadProgress } from "./load-progress.js";
import { loadQuery } from "./queries.js";
import { SteerButton } from "./steer-button.js";
import type { LoadDetail } from "./types.js";

const crumbs = [{ label: "Load intelligence", to: "/load" }];

/** One load: its preview before it starts, then how far it is and what became of it. */
export function LoadPage() {
  const { id = "" } = useParams();
  const query = useQuery(loadQuery(id));
  useTopic("loads");
  if (query.data !== undefined) return <OneLoad key={query.data.id} load={query.data} />;
  const unknown = query.error instanceof HttpError && (query.error.status === 404 || query.error.status === 400);
  return (
    <Page title="Load" crumbs={crumbs}>
      {query.error === null ? (
        <Loading rows={8} />
      ) : unknown ? (
        <Empty
          action={
            <Button component={Link} to="/load" variant="default">
              All loads
            </Button>
          }
        >
          There is no load {id}. A file that nobody starts is removed after a day.
        </Empty>
      ) : (
        <Problem error={query.error} onRetry={() => void query.refetch()} what="The load could not be read" />
      )}
    </Page>
  );
}

function OneLoad({ load }: { load: LoadDetail }) {
  const navigate = useNavigate();
  const off = missing(useHubSession(), "load_reports");
  const dropping = useAsked<HTMLElement>();
  const button = useRef<HTMLButtonElement>(null);
  const fresh = load.state === "uploaded";
  return (
    <Page
      title={load.name}
      crumbs={crumbs}
      heading={
        <div className="hub-head">
          <h1>
            <bdi>{load.name}</bdi>
          </h1>
          <Tag kind="load" value={load.state} />
        </div>
      }
      actions={
        <>
          {fresh ? <DefangSwitch /> : null}
          {off === undefined && isActive(load.state) ? <SteerButton load={load} verb="stop" /> : null}
          {off === undefined && canGoOn(load.state) ? <SteerButton load={load} verb="resume" /> : null}
          {off === undefined && (canGoOn(load.state) || fresh) ? (
            <Button ref={button} variant="default" onClick={() => button.current !== null && dropping.ask(button.current)}>
              {fresh ? "Remove…" : "Cancel…"}
            </Button>
          ) : null}
        </>
      }
    >
      {fresh ? off === undefined ? <Draft load={load} /> : <Empty>{load.account_name} sent this file and has not started its load.</Empty> : <LoadProgress load={load} />}
      {fresh ? null : <LoadFacts load={load} />}
      <DropDialog load={load} opened={dropping.opened} launcher={dropping.about ?? null} onClose={dropping.close} onDropped={() => fresh && void navigate("/load")} />
    </Page>
  );
}
