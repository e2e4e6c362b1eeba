import { handleName } from "../../../api/handles.js";
import { Facts } from "../../../parts/facts.js";
import { Time } from "../../../parts/time.js";
import { useOrg } from "../../../shell/use-org.js";
import { useIncidentPage } from "../page/page-state.js";

/** The facts that are wanted beside every tab. */
export function Summary() {
  const { incident } = useIncidentPage();
  const { users } = useOrg();
  const members = Array.isArray(incident["members"]) ? (incident["members"] as unknown[]) : [];
  const names = members.map((member) => handleName(member as Parameters<typeof handleName>[0]) ?? users[String(member)]?.display_name ?? String(member));
  const types = incident.incident_type_ids.map((type) => handleName(type) ?? "").join(", ");
  return (
    <section aria-labelledby="inc-summary">
      <h2 id="inc-summary">Summary</h2>
      <Facts
        items={[
          ["ID", String(incident.id)],
          ["Phase", handleName(incident["phase_id"] as Parameters<typeof handleName>[0])],
          ["Type", types],
          ["Discovered", <Time key="discovered" at={incident.discovered_date} />],
          ["Created", <Time key="created" at={incident.create_date} />],
          ["Changed", <Time key="changed" at={incident.inc_last_modified_date} />],
          ["Created by", incident.creator_principal.display_name],
          ["Workspace", handleName(incident.workspace)],
          ["Members", names.join(", ")],
        ]}
      />
    </section>
  );
}
