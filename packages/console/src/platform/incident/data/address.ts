/** Tabs of an incident in their order; the digit keys 1 to 9 open them. */
export const incidentTabs = [
  { id: "details", label: "Details" },
  { id: "notes", label: "Notes" },
  { id: "artifacts", label: "Artifacts" },
  { id: "attachments", label: "Attachments" },
  { id: "newsfeed", label: "News Feed" },
] as const;

/** The part of an incident's address that names a tab. */
export type IncidentTab = (typeof incidentTabs)[number]["id"];

/** What the address of an incident page says. */
export interface IncidentAddress {
  incidentId: number;
  /** The open tab; undefined when the address names none of them. */
  tab: IncidentTab | undefined;
  /** `/incidents/2101/actions…`: the action status is open beside the tab. */
  actionStatus: boolean;
  /** The open artifact of `/incidents/2101/artifacts/88`. */
  artifactId: number | undefined;
}

/** Reads the path of an incident page; undefined when it is not one. */
export function readAddress(path: string): IncidentAddress | undefined {
  const parts = /^\/incidents\/(\d{1,15})(?:\/([a-z_-]+))?(?:\/(\d{1,15}))?/.exec(path);
  if (parts === null) return undefined;
  const [, incident, word, object] = parts;
  const tab = incidentTabs.find(({ id }) => id === word)?.id;
  return {
    incidentId: Number(incident),
    tab: tab ?? (word === undefined ? "details" : undefined),
    actionStatus: word === "actions",
    artifactId: tab === "artifacts" && object !== undefined ? Number(object) : undefined,
  };
}

/** The path of a tab, or of an artifact in the drawer of its tab. */
export function tabPath(incidentId: number, tab: IncidentTab, artifactId?: number): string {
  return `/incidents/${incidentId}/${tab}${artifactId === undefined ? "" : `/${artifactId}`}`;
}

/** The path with the action status open. */
export function actionStatusPath(incidentId: number): string {
  return `/incidents/${incidentId}/actions`;
}
