/**
 * The page an address of IBM's console means: `#incidents/2101?orgId=201`, `#/incidents/2101?task_id=7&tabName=notes`.
 * @returns a path of ours, or undefined for other hashes (console.md §2.2).
 */
export function oldLinkTarget(hash: string): string | undefined {
  const found = /^#\/?(?:incidents|cases)\/(\d{1,15})(?:\?(.*))?$/.exec(hash);
  if (found === null) return undefined;
  const asked = new URLSearchParams(found[2] ?? "");
  const incident = `/incidents/${found[1] ?? ""}`;
  const task = asked.get("task_id") ?? asked.get("taskId");
  if (task !== null && /^\d{1,15}$/.test(task)) return `${incident}/tasks/${task}`;
  const tab = asked.get("tabName");
  return tab !== null && /^[a-z]{1,20}$/.test(tab) ? `${incident}/${tab}` : incident;
}
