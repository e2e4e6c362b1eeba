import { SidePages } from "../../parts/side-pages.js";

const links = [
  { label: "Rules", to: "/customize/rules" },
  { label: "Workflows", to: "/customize/workflows" },
  { label: "Functions", to: "/customize/functions" },
  { label: "Message Destinations", to: "/customize/destinations" },
];

/** Customization Settings: the frame around rules, workflows, functions and message destinations. */
export function CustomizePages() {
  return <SidePages label="Customization Settings" links={links} />;
}
