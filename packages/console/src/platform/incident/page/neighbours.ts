/** Where the list of incidents keeps the ids it shows, in its order, for `[` and `]`. */
export const listKey = "soarkit-incident-list";

/** The incidents beside this one in the list that the person came from; none when it is not in it. */
export function neighbours(incidentId: number, stored: string | null = readList()): { previous: number | undefined; next: number | undefined } {
  const ids = listOf(stored);
  const index = ids.indexOf(incidentId);
  return index === -1 ? { previous: undefined, next: undefined } : { previous: ids[index - 1], next: ids[index + 1] };
}

function listOf(stored: string | null): number[] {
  try {
    const ids: unknown = JSON.parse(stored ?? "[]");
    return Array.isArray(ids) ? ids.filter((id): id is number => typeof id === "number") : [];
  } catch {
    return [];
  }
}

function readList(): string | null {
  try {
    return sessionStorage.getItem(listKey);
  } catch {
    return null;
  }
}
