import { Center, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Navigate, useLocation } from "react-router";
import { orgPath, setOrg } from "../../api/platform.js";
import { HttpError, setCsrfToken } from "../../api/rest.js";
import { LiveProvider } from "../../live/topics.js";
import { Problem } from "../../parts/states.js";
import { SessionContext, sessionState } from "../../shell/session.js";
import { SessionEnd } from "./session-end.js";
import { sessionQuery } from "./session-query.js";
import { Shell } from "./shell.js";

/** Everything around a page: who is logged in, the live link, header and navigation. */
export function PlatformFrame() {
  const query = useQuery(sessionQuery);
  const { pathname, search } = useLocation();
  const session = useMemo(() => {
    if (query.data === undefined) return undefined;
    setCsrfToken(query.data.csrf_token);
    setOrg(query.data.orgs[0]?.id ?? 0);
    return sessionState(query.data);
  }, [query.data]);
  if (session !== undefined) {
    return (
      <SessionContext value={session}>
        <LiveProvider base={orgPath("/console/events")}>
          <Shell />
          <SessionEnd />
        </LiveProvider>
      </SessionContext>
    );
  }
  if (query.error instanceof HttpError && query.error.status === 401) {
    const here = pathname + search;
    return <Navigate to={here === "/" || here === "/incidents" ? "/login" : `/login?next=${encodeURIComponent(here)}`} replace />;
  }
  return (
    <main>
      {query.error === null ? (
        <Center h="100dvh">
          <Loader aria-label="Loading" />
        </Center>
      ) : (
        <Center p="xl">
          <Problem error={query.error} what="The platform does not answer" onRetry={() => void query.refetch()} />
        </Center>
      )}
    </main>
  );
}
