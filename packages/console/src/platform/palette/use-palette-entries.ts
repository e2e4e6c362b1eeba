import type { IncidentDTO, PagedDTO } from "@soarkit/protocol";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { post } from "../../api/platform.js";
import { preferences, setPreferences } from "../../parts/preferences.js";
import { useSession } from "../../shell/session.js";
import type { Over } from "../frame/header.js";
import { mainLinks, settingsLinks } from "../frame/links.js";
import { useTheme } from "../frame/use-theme.js";
import { incidentConditions, matches } from "./palette-search.js";

/** Something to go to or to do. */
export interface PaletteEntry {
  id: string;
  label: string;
  hint?: string;
  run: () => void;
}

/** Entries of one kind, at most eight. */
export interface PaletteGroup {
  name: string;
  entries: readonly PaletteEntry[];
}

/** What the palette offers for a text. @param text as typed. @param asked the text that the platform is asked for. */
export function usePaletteEntries(text: string, asked: string, onOpen: (what: Over) => void): PaletteGroup[] {
  const navigate = useNavigate();
  const session = useSession();
  const { dark, toggle } = useTheme();
  const go = (to: string) => () => void navigate(to);
  const { data } = useQuery({
    queryKey: ["incidents", "incident", "palette", asked.trim()],
    queryFn: ({ signal }) =>
      post<PagedDTO<IncidentDTO>>(
        "/incidents/query_paged?return_level=partial",
        { start: 0, length: 8, filters: [{ logic_type: "any", conditions: incidentConditions(asked) }], sorts: [{ field_name: "id", type: "desc" }] },
        { signal },
      ),
    enabled: asked.trim() !== "",
    placeholderData: keepPreviousData,
  });
  const number = /^#?(\d{1,12})$/.exec(text.trim())?.[1];
  const found = (text.trim() === "" ? [] : (data?.data ?? [])).filter((incident) => matches(text, `${incident.id} ${incident.name}`));
  found.sort((one, other) => Number(String(other.id) === number) - Number(String(one.id) === number));

  const settings = settingsLinks(session);
  const customize = session.may("function.read") ? (["Rules", "Workflows", "Functions", "Message Destinations"] as const).map((label) => ({ label, to: `/customize/${label === "Message Destinations" ? "destinations" : label.toLowerCase()}` })) : [];
  const admin = session.may("administer") ? [{ label: "System", to: "/admin/system" }, { label: "Scripting Log", to: "/admin/scripting-log" }] : [];
  const pages: PaletteEntry[] = [...mainLinks, ...customize, ...admin, ...settings].map((link) => ({ id: `page ${link.to}`, label: link.label, run: go(link.to) }));

  const { defang, zone } = preferences();
  const commands: PaletteEntry[] = [
    ...(session.may("org_data.edit") ? [{ id: "new", label: "New Incident", hint: "n", run: go("/incidents/new") }] : []),
    { id: "mine", label: "My Incidents", run: go("/incidents?owner=me") },
    { id: "theme", label: dark ? "Use the light theme" : "Use the dark theme", hint: "t", run: toggle },
    { id: "defang", label: defang ? "Show values as stored" : "Show values defanged", hint: "d", run: () => setPreferences({ defang: !defang }) },
    { id: "zone", label: zone === "UTC" ? "Show times in my zone" : "Show times in UTC", hint: "z", run: () => setPreferences({ zone: zone === "UTC" ? "browser" : "UTC" }) },
    { id: "keys", label: "Keyboard shortcuts", hint: "?", run: () => onOpen("shortcuts") },
    { id: "about", label: "About Soarkit Platform", run: () => onOpen("about") },
  ];
  const only = (entries: readonly PaletteEntry[]) => entries.filter((entry) => matches(text, entry.label)).slice(0, 8);
  return [
    { name: "Incidents", entries: found.map((incident) => ({ id: `incident ${incident.id}`, label: `${incident.id} ${incident.name}`, hint: incident.plan_status === "C" ? "Closed" : "Active", run: go(`/incidents/${incident.id}`) })) },
    { name: "Go to", entries: only(pages) },
    { name: "Do", entries: only(commands) },
  ];
}
