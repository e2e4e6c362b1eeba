import { Anchor } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";

/** A link to another page of ours. @param inText underlined, so that it stands out from the words around it. */
export function PageLink({ to, children, clip = false, inText = false }: { to: string; children: ReactNode; clip?: boolean; inText?: boolean }) {
  return (
    <Anchor component={Link} to={to} inherit {...(clip ? { className: "sk-one-line" } : {})} {...(inText ? { underline: "always" } : {})}>
      {children}
    </Anchor>
  );
}

/** Several links or words, separated by commas; a dash for none. */
export function Several({ items }: { items: readonly { key: string | number; node: ReactNode }[] }) {
  if (items.length === 0) return <span className="sk-dimmed">None</span>;
  return (
    <span>
      {items.map((item, index) => (
        <span key={item.key}>
          {index > 0 ? ", " : ""}
          {item.node}
        </span>
      ))}
    </span>
  );
}
