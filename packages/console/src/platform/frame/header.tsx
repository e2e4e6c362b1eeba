import { ActionIcon, Anchor, Burger, Button, Group, Menu, Tooltip } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { IconChevronDown, IconHelp, IconMoon, IconPlus, IconSearch, IconSun } from "@tabler/icons-react";
import { Link, useLocation } from "react-router";
import { call, setCsrfToken } from "../../api/rest.js";
import { notifyProblem } from "../../parts/notify.js";
import { useSession } from "../../shell/session.js";
import { mainLinks, settingsLinks } from "./links.js";
import { useTheme } from "./use-theme.js";

/** What the header can open over the page. */
export type Over = "palette" | "shortcuts" | "about";

/** Logo, navigation, search, theme and the account menu (console.md §2.4). */
export function Header({ menuOpen, onMenu, onOpen }: { menuOpen: boolean; onMenu: () => void; onOpen: (what: Over) => void }) {
  const { pathname } = useLocation();
  const { dark, toggle } = useTheme();
  const session = useSession();
  return (
    <Group h="100%" px="sm" gap="sm" wrap="nowrap" className="sk-header">
      <Burger hiddenFrom="md" size="sm" opened={menuOpen} onClick={onMenu} aria-label={menuOpen ? "Close the navigation" : "Open the navigation"} />
      <Link to="/incidents" className="sk-brand" aria-label="Soarkit Platform">
        <img src="/platform.svg" alt="" width={24} height={24} />
        <span>Soarkit Platform</span>
      </Link>
      <nav aria-label="Main" className="sk-main-nav">
        {mainLinks.map((link) => (
          <Anchor key={link.to} component={Link} to={link.to} aria-current={pathname.startsWith(link.to) ? "page" : undefined}>
            {link.label}
          </Anchor>
        ))}
      </nav>
      <Group gap={4} ml="auto" wrap="nowrap">
        {session.may("org_data.edit") ? (
          <Tooltip label="New Incident (n)">
            <ActionIcon component={Link} to="/incidents/new" variant="subtle" color="gray" size="lg" aria-label="New Incident">
              <IconPlus size={20} aria-hidden="true" />
            </ActionIcon>
          </Tooltip>
        ) : null}
        <Tooltip label="Go to or do (Ctrl K)">
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Search and commands" aria-keyshortcuts="Control+K" onClick={() => onOpen("palette")}>
            <IconSearch size={20} aria-hidden="true" />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Keyboard shortcuts (?)">
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Keyboard shortcuts" onClick={() => onOpen("shortcuts")}>
            <IconHelp size={20} aria-hidden="true" />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={dark ? "Light theme (t)" : "Dark theme (t)"}>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={dark ? "Use the light theme" : "Use the dark theme"} onClick={toggle}>
            {dark ? <IconSun size={20} aria-hidden="true" /> : <IconMoon size={20} aria-hidden="true" />}
          </ActionIcon>
        </Tooltip>
        <Account onAbout={() => onOpen("about")} onHelp={() => onOpen("shortcuts")} />
      </Group>
    </Group>
  );
}

function Account({ onAbout, onHelp }: { onAbout: () => void; onHelp: () => void }) {
  const session = useSession();
  const queries = useQueryClient();
  const logOut = async () => {
    try {
      await call("DELETE", "/rest/session");
      setCsrfToken(undefined);
      queries.clear();
      sessionStorage.clear();
      location.assign("/login");
    } catch (error) {
      notifyProblem("You are still logged in", error);
    }
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="subtle" color="gray" className="sk-account" rightSection={<IconChevronDown size={16} aria-hidden="true" />}>
          {session.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {settingsLinks(session).map((link) => (
          <Menu.Item key={link.to} component={Link} to={link.to}>
            {link.label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={onAbout}>About</Menu.Item>
        <Menu.Item onClick={onHelp}>Help</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void logOut()}>Log out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
