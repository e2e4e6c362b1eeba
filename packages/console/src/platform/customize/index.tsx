import { SidePages } from "../../parts/side-pages.js";

const links = [
  { label: "Layouts", to: "/customize/layouts" },
  { label: "Rules", to: "/customize/rules" },
  { label: "Workflows", to: "/customize/workflows" },
  { label: "Functions", to: "/customize/functions" },
  { label: "Message Destinations", to: "/customize/destinations" },
  { label: "Artifact Types", to: "/customize/types/artifacts" },
  { label: "Incident Types", to: "/customize/types/incident-types" },
];

/** Customization Settings: the frame around layouts, types, rules, workflows, functions and message destinations. */
export function CustomizePages() {
  return <SidePages label="Customization Settings" links={links} />;
}
