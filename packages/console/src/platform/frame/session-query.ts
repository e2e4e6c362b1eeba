import { queryOptions } from "@tanstack/react-query";
import { setOrg } from "../../api/platform.js";
import { call, setCsrfToken } from "../../api/rest.js";
import type { Session } from "../../shell/session.js";

/** Who is logged in. Its error with status 401 means nobody. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ signal }) => {
    const session = await call<Session>("GET", "/rest/session", undefined, {}, signal);
    setCsrfToken(session.csrf_token);
    setOrg(session.orgs[0]?.id ?? 0);
    return session;
  },
  staleTime: 60_000,
});
