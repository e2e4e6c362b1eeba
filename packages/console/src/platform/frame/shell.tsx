import { AppShell, NavLink } from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Link, Outlet, useLocation, useNavigate, useSearchParams } from "react-router";
import { LiveBar } from "../../parts/live-bar.js";
import { notifyDone } from "../../parts/notify.js";
import { preferences, setPreferences } from "../../parts/preferences.js";
import { Loading } from "../../parts/states.js";
import { useKeys } from "../../parts/use-keys.js";
import { useLink } from "../../live/topics.js";
import { useSession } from "../../shell/session.js";
import { About } from "./about.js";
import { PageErrors } from "./page-errors.js";
import { Header } from "./header.js";
import { mainLinks, settingsLinks } from "./links.js";
import { Shortcuts } from "./shortcuts.js";
import { useMenus } from "./use-menus.js";
import { useTheme } from "./use-theme.js";
import "./frame.css";

const Palette = lazy(() => import("../palette/palette.js").then((module) => ({ default: module.Palette })));

/** Header, navigation, page and what can open over every page. */
export function Shell() {
  const session = useSession();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [menuOpen, menu] = useDisclosure(false);
  const [over, setOver] = useState<"palette" | "shortcuts" | "about">();
  const main = useRef<HTMLElement>(null);
  const link = useLink();
  const { toggle } = useTheme();
  useMenus();
  useWelcome();

  useHotkeys([["mod+K", () => setOver("palette")]], []);
  useKeys({
    "?": () => setOver("shortcuts"),
    "g i": () => void navigate("/incidents"),
    "g s": () => void navigate("/actions"),
    n: () => session.may("org_data.edit") && void navigate("/incidents/new"),
    t: toggle,
    d: () => setPreferences({ defang: !preferences().defang }),
    z: () => setPreferences({ zone: preferences().zone === "UTC" ? "browser" : "UTC" }),
  });
  const shownPath = useRef(pathname);
  useEffect(() => {
    if (shownPath.current === pathname) return;
    shownPath.current = pathname;
    menu.close();
    if (document.activeElement === document.body || document.activeElement === null) main.current?.focus({ preventScroll: true });
  }, [pathname, menu.close]);

  return (
    <AppShell header={{ height: 48 }} navbar={{ width: 260, breakpoint: "md", collapsed: { desktop: true, mobile: !menuOpen } }} transitionDuration={0}>
      <a className="skip-link" href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        Skip to the page
      </a>
      <AppShell.Header>
        <Header menuOpen={menuOpen} onMenu={menu.toggle} onOpen={setOver} />
      </AppShell.Header>
      {menuOpen ? (
        <AppShell.Navbar p="xs" aria-label="Main">
          {[...mainLinks, ...settingsLinks(session)].map((entry) => (
            <NavLink key={entry.to} component={Link} to={entry.to} label={entry.label} active={pathname.startsWith(entry.to)} />
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
      <Suspense>{over === "palette" ? <Palette onClose={() => setOver(undefined)} onOpen={setOver} /> : null}</Suspense>
      <Shortcuts opened={over === "shortcuts"} onClose={() => setOver(undefined)} />
      <About opened={over === "about"} onClose={() => setOver(undefined)} />
    </AppShell>
  );
}

/** Says that a one-time link logged in (it leads to a page with `?link=ok`), once. */
function useWelcome(): void {
  const [search, setSearch] = useSearchParams();
  const { name } = useSession();
  const welcome = search.get("link") === "ok";
  useEffect(() => {
    if (!welcome) return;
    notifyDone(`You are logged in as ${name}. The link that brought you here does not work a second time.`);
    setSearch((now) => (now.delete("link"), now), { replace: true });
  }, [welcome, name, setSearch]);
}
