import { Facts } from "../../../parts/facts.js";
import { RichText } from "../../../parts/rich-text.js";
import { sizeText } from "../../../parts/size.js";
import { Time } from "../../../parts/time.js";
import { Value } from "../../../parts/value.js";
import type { Artifact } from "../data/types.js";
import { typeOf } from "./columns.js";

/** Who added the artifact when, and what is stored with it. */
export function DrawerProperties({ artifact }: { artifact: Artifact }) {
  const related = artifact.related_incident_count;
  const file = artifact.attachment;
  return (
    <div className="inc-drawer-part">
      <Facts
        items={[
          ["ID", String(artifact.id)],
          ["Type", typeOf(artifact)],
          ["Created", <Time key="created" at={artifact.created} form="full" />],
          ["Created by", artifact.creator_principal.display_name],
          ["Relates incidents", artifact.relating === false ? "No" : "Yes"],
          ["Other incidents", related === undefined ? undefined : String(related)],
          ["File", file === null ? undefined : <bdi key="file">{file.name}</bdi>],
          ["Size", file === null ? undefined : sizeText(file.size)],
          ["SHA-256", file === null ? undefined : <Value key="hash" value={file.sha256} whole />],
          ...artifact.properties.map((property) => [property.name, property.value] as const),
        ]}
      />
      <h3>Description</h3>
      {artifact.description === null ? <p className="sk-dimmed">No description.</p> : <RichText content={artifact.description} />}
    </div>
  );
}
