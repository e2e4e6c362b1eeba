import { AppShell, NavLink } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Suspense, useEffect, useRef, useState } from "react";
import { Link, Outlet, useLocation, useNavigate, useSearchParams } from "react-router";
import { useLink, useTopic } from "../../live/topics.js";
import { LiveBar } from "../../parts/live-bar.js";
import { notifyDone } from "../../parts/notify.js";
import { preferences, setPreferences } from "../../parts/preferences.js";
import { Loading } from "../../parts/states.js";
import { useKeys } from "../../parts/use-keys.js";
import { PageErrors } from "../../platform/frame/page-errors.js";
import { useTheme } from "../../platform/frame/use-theme.js";
import { useHubSession } from "../session.js";
import { Header } from "./header.js";
import { hubLinks } from "./links.js";
import { Shortcuts } from "./shortcuts.js";
import "../hub.css";

/** Header, navigation and page. */
export function Shell() {
  const session = useHubSession();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [menuOpen, menu] = useDisclosure(false);
  const [help, setHelp] = useState(false);
  const main = useRef<HTMLElement>(null);
  const link = useLink();
  const { toggle } = useTheme();
  useTopic("indicators");
  useTopic("approvals");
  useWelcome();

  useKeys({
    "?": () => setHelp(true),
    "/": () => goToSearch((path) => void navigate(path)),
    "g o": () => void navigate("/"),
    "g s": () => void navigate("/search"),
    "g i": () => void navigate("/import"),
    "g l": () => void navigate("/load"),
    "g a": () => void navigate("/approvals"),
    t: toggle,
    d: () => setPreferences({ defang: !preferences().defang }),
    z: () => setPreferences({ zone: preferences().zone === "UTC" ? "browser" : "UTC" }),
  });
  const { close } = menu;
  useEffect(() => {
    close();
    if (document.activeElement === document.body || document.activeElement === null) main.current?.focus({ preventScroll: true });
  }, [pathname, close]);

  return (
    <AppShell header={{ height: 48 }} navbar={{ width: 260, breakpoint: "md", collapsed: { desktop: true, mobile: !menuOpen } }} transitionDuration={0}>
      <a className="skip-link" href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        Skip to the page
      </a>
      <AppShell.Header>
        <Header menuOpen={menuOpen} onMenu={menu.toggle} onHelp={() => setHelp(true)} />
      </AppShell.Header>
      {menuOpen ? (
        <AppShell.Navbar p="xs" aria-label="Main">
          {[{ label: "Overview", to: "/" }, ...hubLinks(session)].map((entry) => (
            <NavLink key={entry.to} component={Link} to={entry.to} label={entry.label} active={pathname === entry.to} />
          ))}
        </AppShell.Navbar>
      ) : null}
      <AppShell.Main id="main" ref={main} tabIndex={-1}>
        <LiveBar state={link.state} retryNow={link.retryNow} />
        <PageErrors key={pathname.split("/")[1]}>
          <Suspense fallback={<Loading rows={10} />}>
            <Outlet />
          </Suspense>
        </PageErrors>
      </AppShell.Main>
      <Shortcuts opened={help} onClose={() => setHelp(false)} />
    </AppShell>
  );
}

/** Into the search field of this page, or to the page that has one. */
function goToSearch(go: (path: string) => void): void {
  const field = document.querySelector<HTMLElement>("#hub-search");
  if (field === null) go("/search");
  else field.focus();
}

/** Says that a one-time link logged in, once. */
function useWelcome(): void {
  const [search, setSearch] = useSearchParams();
  const { user } = useHubSession();
  const welcome = search.get("link") === "ok";
  useEffect(() => {
    if (!welcome) return;
    notifyDone(`You are logged in as ${user}. The link that brought you here does not work a second time.`);
    setSearch((now) => (now.delete("link"), now), { replace: true });
  }, [welcome, user, setSearch]);
}
