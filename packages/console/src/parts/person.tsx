import { useOrg } from "../shell/use-org.js";
import { Nothing } from "./time.js";

/** A person of the organisation by name. */
export function Person({ id }: { id: number | undefined }) {
  const org = useOrg();
  if (id === undefined) return <Nothing />;
  const user = org.users[id];
  return (
    <span className="sk-one-line" title={user?.email}>
      {user?.display_name ?? `User ${id}`}
    </span>
  );
}
