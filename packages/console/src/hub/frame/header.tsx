import { ActionIcon, Anchor, Badge, Burger, Button, Group, Menu, Tooltip } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { IconChevronDown, IconHelp, IconMoon, IconSun } from "@tabler/icons-react";
import { Link, useLocation } from "react-router";
import { setCsrfToken } from "../../api/rest.js";
import { notifyProblem } from "../../parts/notify.js";
import { useTheme } from "../../platform/frame/use-theme.js";
import { hub } from "../api.js";
import { approvalsQuery } from "../approvals/queries.js";
import { useHubSession } from "../session.js";
import { hubLinks } from "./links.js";

/** Logo, navigation with what waits, theme and the account menu. */
export function Header({ menuOpen, onMenu, onHelp }: { menuOpen: boolean; onMenu: () => void; onHelp: () => void }) {
  const { pathname } = useLocation();
  const { dark, toggle } = useTheme();
  const session = useHubSession();
  const waiting = useQuery(approvalsQuery("pending")).data?.length ?? 0;
  return (
    <Group h="100%" px="sm" gap="sm" wrap="nowrap">
      <Burger hiddenFrom="md" size="sm" opened={menuOpen} onClick={onMenu} aria-label={menuOpen ? "Close the navigation" : "Open the navigation"} />
      <Link to="/" className="hub-brand" aria-label="Soarkit Intel Hub, overview">
        <img src="/hub.svg" alt="" width={24} height={24} />
        <span>Soarkit Intel Hub</span>
      </Link>
      <nav aria-label="Main" className="hub-nav">
        {hubLinks(session).map((link) => (
          <Anchor key={link.to} component={Link} to={link.to} aria-current={pathname.startsWith(link.to) ? "page" : undefined}>
            {link.label}
            {link.to === "/approvals" && waiting > 0 ? (
              <Badge size="sm" ml={6} variant="filled" aria-label={`${waiting} waiting`}>
                {waiting}
              </Badge>
            ) : null}
          </Anchor>
        ))}
      </nav>
      <Group gap={4} ml="auto" wrap="nowrap">
        <Tooltip label="Keyboard shortcuts (?)">
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Keyboard shortcuts" onClick={onHelp}>
            <IconHelp size={20} aria-hidden="true" />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={dark ? "Light theme (t)" : "Dark theme (t)"}>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={dark ? "Use the light theme" : "Use the dark theme"} onClick={toggle}>
            {dark ? <IconSun size={20} aria-hidden="true" /> : <IconMoon size={20} aria-hidden="true" />}
          </ActionIcon>
        </Tooltip>
        <Account onHelp={onHelp} />
      </Group>
    </Group>
  );
}

function Account({ onHelp }: { onHelp: () => void }) {
  const { user, role } = useHubSession();
  const queries = useQueryClient();
  const logOut = async () => {
    try {
      await hub("DELETE", "/session");
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
        <Button variant="subtle" color="gray" className="hub-account" rightSection={<IconChevronDown size={16} aria-hidden="true" />}>
          {user}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Role {role}</Menu.Label>
        <Menu.Item component={Link} to="/settings">
          My Settings
        </Menu.Item>
        <Menu.Item onClick={onHelp}>Keyboard shortcuts</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void logOut()}>Log out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
