/** An entry of the navigation. */
export interface FrameLink {
  label: string;
  to: string;
}

/** Pages in the header; those one may not use are absent. */
export function hubLinks(session: { may(permission: string): boolean }): FrameLink[] {
  return [
    { label: "Search", to: "/search" },
    { label: "Reports", to: "/reports" },
    { label: "Import", to: "/import" },
    { label: "Load intelligence", to: "/load" },
    { label: "Approvals", to: "/approvals" },
    { label: "Feeds", to: "/feeds" },
    { label: "Warning lists", to: "/warning-lists" },
    { label: "Whitelist", to: "/whitelist" },
    ...(session.may("accounts") ? [{ label: "Enclaves", to: "/enclaves" }, { label: "Accounts", to: "/accounts" }] : []),
  ];
}
