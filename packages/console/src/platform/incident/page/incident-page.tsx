import { useLocation } from "react-router";
import { HttpError } from "../../../api/rest.js";
import { Page } from "../../../parts/page.js";
import { lastList } from "../../incidents/last-list.js";
import { Empty, Loading, Problem } from "../../../parts/states.js";
import { readAddress } from "../data/address.js";
import { useIncident } from "../data/queries.js";
import "../incident.css";
import { useDeletion } from "./deleted.js";
import { OpenIncident } from "./open-incident.js";

/** An incident with its tabs, actions and action status (console.md §3A.4). */
export function IncidentPage() {
  const { pathname } = useLocation();
  const address = readAddress(pathname);
  if (address === undefined) {
    return (
      <Page title="Incident" crumbs={[{ label: "List Incidents", to: `/incidents${lastList().search}` }]}>
        <Empty>The address names no incident. It looks like /incidents/2101.</Empty>
      </Page>
    );
  }
  return <IncidentById key={address.incidentId} incidentId={address.incidentId} />;
}

function IncidentById({ incidentId }: { incidentId: number }) {
  const query = useIncident(incidentId);
  const deletion = useDeletion(incidentId, query);
  if (query.data !== undefined) return <OpenIncident incident={query.data} deletion={deletion} />;
  const missing = query.error instanceof HttpError && query.error.status === 404;
  return (
    <Page title={`Incident ${incidentId}`} crumbs={[{ label: "List Incidents", to: `/incidents${lastList().search}` }]} crumb={String(incidentId)}>
      {missing ? <Empty>Incident {incidentId} does not exist, or it was deleted.</Empty> : query.error !== null ? <Problem error={query.error} what="The incident could not be loaded" onRetry={() => void query.refetch()} /> : <Loading rows={12} />}
    </Page>
  );
}
