import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, Navigate, useParams, useSearchParams } from "react-router";
import { HttpError } from "../../api/rest.js";
import { Page } from "../../parts/page.js";
import { Empty, Loading, Problem } from "../../parts/states.js";
import { Value } from "../../parts/value.js";
import { indicatorPath } from "../api.js";
import { valueQuery } from "./queries.js";

/** `/indicators?value=` and `/detail/{value}` lead to the page of the value. */
export function IndicatorByValue() {
  const [search] = useSearchParams();
  const { "*": rest = "" } = useParams();
  const value = search.get("value") ?? rest;
  const query = useQuery(valueQuery(value));
  if (value === "") return <Navigate to="/search" replace />;
  if (query.data !== undefined) return <Navigate to={indicatorPath(query.data.record.id)} replace />;
  if (query.error === null) return <Loading rows={8} />;
  return (
    <Page title="Indicator" crumbs={[{ label: "Search", to: "/search" }]}>
      {query.error instanceof HttpError && query.error.status === 404 ? (
        <Empty
          action={
            <Button component={Link} to={`/import?text=${encodeURIComponent(value)}`} variant="default">
              Import it
            </Button>
          }
        >
          <Value value={value} /> is not known here.
        </Empty>
      ) : (
        <Problem error={query.error} onRetry={() => void query.refetch()} />
      )}
    </Page>
  );
}
