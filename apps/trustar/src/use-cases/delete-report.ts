import { externalId } from "../report/report.js";
import type { TrustarClient } from "../trustar/client.js";

/** Removes an incident's report; tells whether there was one (use case 7). */
export async function deleteReport(client: TrustarClient, incidentId: number): Promise<boolean> {
  const present = await client.report(externalId(incidentId), "external");
  return present !== undefined && await client.deleteReport(present.id);
}
