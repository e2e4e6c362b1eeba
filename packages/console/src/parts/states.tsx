import { Alert, Button, Code, Group, Skeleton, Stack, Text } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { HttpError } from "../api/rest.js";
import { problemText } from "./notify.js";

/** Nothing here: one sentence on what belongs here, and what to do. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <Stack align="center" gap="sm" py="xl" px="md" className="sk-empty">
      <Text c="dimmed" ta="center" maw="60ch">
        {children}
      </Text>
      {action}
    </Stack>
  );
}

/** What went wrong, with the server's words, its code and another try. */
export function Problem({ error, onRetry, what = "This could not be loaded" }: { error: unknown; onRetry?: () => void; what?: string }) {
  const code = error instanceof HttpError ? error.code : undefined;
  return (
    <Alert color="red" title={what} role="alert" my="sm">
      <Stack gap="xs" align="flex-start">
        <Text size="md">{problemText(error)}</Text>
        <Group gap="sm">
          {onRetry === undefined ? null : (
            <Button size="xs" variant="default" onClick={onRetry}>
              Try again
            </Button>
          )}
          {code === undefined ? null : <Code>{code}</Code>}
        </Group>
      </Stack>
    </Alert>
  );
}

/** The shape of what is coming, after 150 ms, so that quick answers do not flicker. */
export function Loading({ rows = 6, height = 32 }: { rows?: number; height?: number }) {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Stack gap={6} py="xs" aria-busy="true" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={height - 6} visible={due} {...(due ? {} : { style: { visibility: "hidden" } })} />
      ))}
    </Stack>
  );
}

/** A query as one of its states: loading, problem, or what `children` makes of the data. Old data stays while it is fetched again. */
export function Loaded<T>({ query, children, rows, what }: { query: { data: T | undefined; error: unknown; refetch: () => unknown }; children: (data: T) => ReactNode; rows?: number; what?: string }) {
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null && query.error !== undefined) return <Problem error={query.error} onRetry={() => void query.refetch()} {...(what === undefined ? {} : { what })} />;
  return <Loading {...(rows === undefined ? {} : { rows })} />;
}
