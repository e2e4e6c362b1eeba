import { useState } from "react";
import { HttpError } from "../../../api/rest.js";
import { useTopic } from "../../../live/topics.js";
import type { Incident } from "../data/types.js";

/** That the incident went while it was open. */
export interface Deletion {
  by: string | undefined;
  /** Milliseconds since the epoch; undefined when only its absence is known. */
  at: number | undefined;
}

/** Keeps the incident live and notices when somebody deletes it. */
export function useDeletion(incidentId: number, query: { data: Incident | undefined; error: unknown }): Deletion | undefined {
  const [told, setTold] = useState<(Deletion & { id: number }) | undefined>(undefined);
  useTopic(`incident:${incidentId}`, (event) => {
    if (event.kind === "incident.deleted") setTold({ id: incidentId, by: event.by, at: event.at });
  });
  if (told?.id === incidentId) return told;
  const gone = query.data !== undefined && query.error instanceof HttpError && query.error.status === 404;
  return gone ? { by: undefined, at: undefined } : undefined;
}
