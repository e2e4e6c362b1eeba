import { SidePages } from "../../parts/side-pages.js";

const links = [
  { label: "Workspaces", to: "/admin/workspaces" },
  { label: "Threat Sources", to: "/admin/threat-sources" },
  { label: "System", to: "/admin/system" },
  { label: "Scripting Log", to: "/admin/scripting-log" },
];

/** Administrator Settings: the frame around workspaces, threat sources, the system's health and the scripting log. */
export function AdminPages() {
  return <SidePages label="Administrator Settings" links={links} />;
}
