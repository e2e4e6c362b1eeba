import type { ReactNode } from "react";
import { Nothing } from "./time.js";

/** Names and values, one under the other; what is missing shows as a dash. */
export function Facts({ items }: { items: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="sk-facts">
      {items.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value === null || value === undefined || value === "" ? <Nothing /> : value}</dd>
        </div>
      ))}
    </dl>
  );
}
