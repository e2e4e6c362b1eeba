import { Center, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Navigate, useLocation } from "react-router";
import { HttpError, setCsrfToken } from "../../api/rest.js";
import { LiveProvider } from "../../live/topics.js";
import { Problem } from "../../parts/states.js";
import { HubSessionContext, hubSessionQuery } from "../session.js";
import { SessionEnd } from "./session-end.js";
import { Shell } from "./shell.js";

/** Everything around a page of the hub: who is logged in, the live link, header and navigation. */
export function HubFrame() {
  const query = useQuery(hubSessionQuery);
  const { pathname, search } = useLocation();
  const session = useMemo(() => {
    if (query.data !== undefined) setCsrfToken(query.data.csrf_token);
    return query.data;
  }, [query.data]);
  if (session !== undefined) {
    return (
      <HubSessionContext value={session}>
        <LiveProvider base="/api/hub/console/events">
          <Shell />
          <SessionEnd />
        </LiveProvider>
      </HubSessionContext>
    );
  }
  if (query.error instanceof HttpError && query.error.status === 401) {
    const here = pathname + search;
    return <Navigate to={here === "/" ? "/login" : `/login?next=${encodeURIComponent(here)}`} replace />;
  }
  return (
    <main>
      <Center mih="100dvh" p="xl">
        {query.error === null ? <Loader aria-label="Loading" /> : <Problem error={query.error} what="The hub does not answer" onRetry={() => void query.refetch()} />}
      </Center>
    </main>
  );
}
