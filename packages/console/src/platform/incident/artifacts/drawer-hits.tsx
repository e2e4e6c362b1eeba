import type { ThreatHitDTO } from "@soarkit/protocol";
import { handleName } from "../../../api/handles.js";
import { Facts } from "../../../parts/facts.js";
import { Empty } from "../../../parts/states.js";
import { Value } from "../../../parts/value.js";
import type { Artifact } from "../data/types.js";
import { HitTag } from "./columns.js";
import { inWords } from "../news-feed/describe.js";
import { DrawerLookups } from "./drawer-lookups.js";
import { verdictOf } from "./verdict.js";

/** What threat sources and scripts said about an artifact, the property types kept apart. */
export function DrawerHits({ artifact }: { artifact: Artifact }) {
  const waiting = artifact.pending_sources.map((source) => handleName(source) ?? "a threat source");
  return (
    <div className="inc-drawer-part">
      {waiting.length === 0 ? null : <p role="status">Looked up in {waiting.join(", ")}…</p>}
      <DrawerLookups artifact={artifact} />
      {artifact.hits.length === 0 && waiting.length === 0 ? <Empty>No threat source or action reported a hit.</Empty> : null}
      {artifact.hits.map((hit) => {
        const source = handleName(hit.threat_source_id) ?? "Threat source";
        return (
          <section key={hit.id} aria-label={`Hit of ${source}`} className="inc-hit">
            <HitTag source={source} verdict={verdictOf(hit.properties)} />
            <Facts items={hit.properties.map((property) => [property.name, <Property key={property.name} property={property} />] as const)} />
          </section>
        );
      })}
    </div>
  );
}

function Property({ property }: { property: ThreatHitDTO["properties"][number] }) {
  const text = property.type === "lat_lng" ? placeOf(property.value) : inWords(property.value);
  if (text === "") return null;
  // An address is text here: nothing that a source sends becomes a link.
  return property.type === "uri" || property.type === "ip" ? <Value value={typeof property.value === "string" ? property.value : text} /> : text;
}

/** `{lat, lng}` as `51.5, -0.12`. */
function placeOf(value: unknown): string {
  return typeof value === "object" && value !== null && "lat" in value && "lng" in value ? `${inWords(value.lat)}, ${inWords(value.lng)}` : inWords(value);
}
