import type { SessionState } from "../../shell/session.js";

/** An entry of the navigation. */
export interface FrameLink {
  label: string;
  to: string;
}

/** Pages in the header. */
export const mainLinks: readonly FrameLink[] = [
  { label: "List Incidents", to: "/incidents" },
  { label: "Action Status", to: "/actions" },
];

/** Pages in the account menu, in the documents' words; those one may not use are absent. */
export function settingsLinks(session: SessionState): FrameLink[] {
  return [
    { label: "My Settings", to: "/settings" },
    ...(session.may("function.read") ? [{ label: "Customization Settings", to: "/customize" }] : []),
    ...(session.may("administer") ? [{ label: "Administrator Settings", to: "/admin" }] : []),
  ];
}
