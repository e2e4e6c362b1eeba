import { NavLink } from "@mantine/core";
import { Suspense } from "react";
import { Link, Outlet, useLocation } from "react-router";
import { Loading } from "./states.js";

/** Settings pages side by side: their names in a column at the left, the chosen one beside it. */
export function SidePages({ label, links }: { label: string; links: readonly { label: string; to: string }[] }) {
  const { pathname } = useLocation();
  return (
    <div className="sk-side-pages">
      <nav aria-label={label}>
        <p className="sk-side-title">{label}</p>
        {links.map((link) => {
          const active = pathname === link.to || pathname.startsWith(`${link.to}/`);
          return <NavLink key={link.to} component={Link} to={link.to} label={link.label} active={active} {...(active ? { "aria-current": "page" as const } : {})} />;
        })}
      </nav>
      <div className="sk-side-content">
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </div>
    </div>
  );
}
