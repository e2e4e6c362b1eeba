import { useQuery } from "@tanstack/react-query";
import { call } from "../../api/rest.js";
import { Dialog } from "../../parts/dialog.js";
import { Facts } from "../../parts/facts.js";
import { Loaded } from "../../parts/states.js";
import { useSession } from "../../shell/session.js";

interface Constants {
  server_version: { version: string };
}

/** What this is, and its version. */
export function About({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const session = useSession();
  const query = useQuery({ queryKey: ["const"], queryFn: ({ signal }) => call<Constants>("GET", "/rest/const", undefined, {}, signal), enabled: opened, staleTime: 3_600_000 });
  return (
    <Dialog opened={opened} onClose={onClose} title="About Soarkit Platform" size="md">
      <Loaded query={query} rows={3}>
        {(constants) => (
          <Facts
            items={[
              ["REST interface", `IBM SOAR ${constants.server_version.version}`],
              ["Organisation", `${session.orgs[0]?.name ?? ""} (${session.orgId})`],
              ["Logged in as", session.user_email ?? session.name],
              ["Licence", "Apache-2.0"],
            ]}
          />
        )}
      </Loaded>
    </Dialog>
  );
}
