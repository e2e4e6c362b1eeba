import { lastList } from "../../incidents/last-list.js";

/** The incidents beside this one in the list that the person came from; none when it is not in it. */
export function neighbours(incidentId: number, ids: readonly number[] = lastList().ids): { previous: number | undefined; next: number | undefined } {
  const index = ids.indexOf(incidentId);
  return index === -1 ? { previous: undefined, next: undefined } : { previous: ids[index - 1], next: ids[index + 1] };
}
