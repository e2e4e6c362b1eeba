import { useQuery } from "@tanstack/react-query";
import { Loaded } from "../../parts/states.js";
import { Correlated } from "../reports/correlated.js";
import { correlationQuery } from "./queries.js";

/** Reports that name the value, and what else they say. */
export function IndicatorCorrelation({ id }: { id: number }) {
  const query = useQuery(correlationQuery(id));
  return (
    <Loaded query={query} rows={6} what="The correlation could not be loaded">
      {(correlated) => <Correlated correlated={correlated} of="indicator" />}
    </Loaded>
  );
}
