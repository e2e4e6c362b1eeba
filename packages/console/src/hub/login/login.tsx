import { Alert, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { Navigate, useNavigate, useSearchParams } from "react-router";
import { Loading } from "../../parts/states.js";
import { hubSessionQuery } from "../session.js";
import { LoginForm } from "./login-form.js";
import { nextPath } from "./next-path.js";

/** Log in, then on to the page that was asked for. */
export function LoginPage() {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const next = nextPath(search.get("next"));
  const session = useQuery({ ...hubSessionQuery, refetchOnMount: "always" });
  useEffect(() => {
    document.title = "Log in · Soarkit Intel Hub";
  }, []);
  if (session.data !== undefined && !session.isFetching) return <Navigate to={next} replace />;
  return (
    <main className="hub-login">
      <div className="hub-login-box">
        <h1>
          <img src="/hub.svg" alt="" width={32} height={32} />
          Soarkit Intel Hub
        </h1>
        {search.get("link") === null ? null : (
          <Alert color="orange" mb="md" role="alert" title="This link does not log in any more">
            A login link works once and for a short time. Log in with user and password, or make a new link with the command that printed it.
          </Alert>
        )}
        {session.isPending ? (
          <Loading rows={4} />
        ) : (
          <LoginForm
            onDone={(login) => {
              queries.setQueryData(hubSessionQuery.queryKey, login);
              void navigate(next, { replace: true });
            }}
          />
        )}
        <Text size="sm" c="dimmed" mt="lg">
          The hub has accounts of its own; the platform&apos;s do not work here. Its administrator is <code>admin</code>.
        </Text>
        <Text size="sm" c="dimmed" mt="xs">
          This server&apos;s certificate was made on its first start. Trust the file <code>ca.pem</code> in its data folder to end the browser&apos;s warning.
        </Text>
      </div>
    </main>
  );
}
