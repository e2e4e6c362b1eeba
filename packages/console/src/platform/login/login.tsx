import { Alert, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { Navigate, useLocation, useNavigate, useSearchParams } from "react-router";
import { call, HttpError } from "../../api/rest.js";
import { Loading } from "../../parts/states.js";
import { sessionQuery } from "../frame/session-query.js";
import { LoginForm } from "./login-form.js";
import { nextPath } from "./refusal.js";
import "./login.css";

/** Log in, then on to the page that was asked for (console.md §3A.1). */
export function LoginPage() {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { hash } = useLocation();
  const next = nextPath(search.get("next"));
  const session = useQuery({ ...sessionQuery, refetchOnMount: "always" });
  useEffect(() => {
    document.title = "Log in · Soarkit";
  }, []);
  if (session.data !== undefined && !session.isFetching) return <Navigate to={next + hash} replace />;
  return (
    <main className="sk-login">
      <div className="sk-login-box">
        <h1>
          <img src="/platform.svg" alt="" width={32} height={32} />
          Soarkit Platform
        </h1>
        <LinkNotice link={search.get("link")} />
        <Starting />
        {session.isPending ? (
          <Loading rows={4} />
        ) : (
          <LoginForm
            onDone={(login) => {
              queries.setQueryData(sessionQuery.queryKey, login);
              void navigate(next, { replace: true });
            }}
          />
        )}
        <Text size="sm" c="dimmed" mt="lg">
          First start? The command <code>npm start</code> prints a link that logs you in once, and writes the administrator&apos;s password where it says.
        </Text>
        <Text size="sm" c="dimmed" mt="xs">
          This server&apos;s certificate was made on its first start. Trust the file <code>ca.pem</code> in its data folder to end the browser&apos;s warning.
        </Text>
      </div>
    </main>
  );
}

/** What became of a one-time link that led here. */
function LinkNotice({ link }: { link: string | null }) {
  if (link === null) return null;
  return (
    <Alert color="orange" mb="md" role="alert" title="This link does not log in any more">
      A login link works once and for a short time. Log in with email and password, or start Soarkit again to get a new link.
    </Alert>
  );
}

/** Says while the platform is not ready, and asks again until it is. */
function Starting() {
  const ready = useQuery({
    queryKey: ["ready"],
    queryFn: async ({ signal }) => {
      await call("GET", "/readyz", undefined, {}, signal);
      return true;
    },
    retry: false,
    refetchInterval: (query) => (query.state.status === "error" ? 2000 : false),
  });
  if (ready.error === null) return null;
  const text = ready.error instanceof HttpError && ready.error.status === 503 ? "The platform is starting." : "The platform does not answer.";
  return (
    <Alert color="blue" mb="md" role="status">
      {text} This page asks again every two seconds.
    </Alert>
  );
}
