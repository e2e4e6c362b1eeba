import { Loading, Problem } from "../../../parts/states.js";
import { useFields } from "../data/queries.js";
import { DetailsSection } from "./details-section.js";
import { sectionsOf } from "./sections.js";

/** The fields of the incident in sections; each is edited and saved as one. */
export function DetailsTab() {
  const fields = useFields("incident");
  if (fields.data === undefined) {
    return fields.error === null ? <Loading rows={10} /> : <Problem error={fields.error} what="The fields of incidents could not be loaded" onRetry={() => void fields.refetch()} />;
  }
  return (
    <div className="inc-details">
      {sectionsOf(fields.data).map((section, index) => (
        <DetailsSection key={section.title} section={section} first={index === 0} />
      ))}
    </div>
  );
}
