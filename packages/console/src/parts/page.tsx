import { Anchor, Breadcrumbs, Group } from "@mantine/core";
import { Fragment, type ReactNode, useEffect } from "react";
import { Link } from "react-router";

/** A page below the frame. */
export interface PageProps {
  /** Heading and name of the page. */
  title: string;
  /** Shown instead of the plain title in the heading's place, such as the name with its tags; hold the one `h1` in it. */
  heading?: ReactNode;
  /** Title of the browser's tab when it differs: "2101 Machete espionage report". */
  tabTitle?: string;
  /** The way back, outermost first; the page itself is added. */
  crumbs?: readonly { label: string; to: string }[];
  /** The page itself in the breadcrumbs; the title by default. */
  crumb?: string;
  /** Buttons at the right of the heading. */
  actions?: ReactNode;
  /** Beside the heading: a count, a tag. */
  aside?: ReactNode;
  children: ReactNode;
}

/** Heading, breadcrumbs and title of a page. */
export function Page({ title, heading, tabTitle, crumbs = [], crumb, actions, aside, children }: PageProps) {
  useEffect(() => {
    document.title = `${tabTitle ?? title} · Soarkit`;
  }, [tabTitle, title]);
  return (
    <div className="sk-page">
      {crumbs.length === 0 ? null : (
        <nav aria-label="Breadcrumbs">
          <Breadcrumbs separatorMargin={6} className="sk-crumbs">
            {crumbs.map((step) => (
              <Anchor key={step.to} component={Link} to={step.to} size="sm">
                {step.label}
              </Anchor>
            ))}
            <span aria-current="page">{crumb ?? title}</span>
          </Breadcrumbs>
        </nav>
      )}
      <Group justify="space-between" align="flex-start" gap="md" className="sk-page-head">
        {heading ?? (
          <Group gap="sm" align="baseline">
            <h1>{title}</h1>
            <Fragment>{aside}</Fragment>
          </Group>
        )}
        {actions === undefined ? null : <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </div>
  );
}
