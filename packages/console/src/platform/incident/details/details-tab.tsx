import { Loading, Problem } from "../../../parts/states.js";
import { useLayout } from "../../layouts/queries.js";
import { useFields } from "../data/queries.js";
import { useIncidentPage } from "../page/page-state.js";
import { storedValue, widgetValue } from "./changes.js";
import { DetailsSection } from "./details-section.js";
import { sectionsOf } from "./sections.js";

/** The fields of the incident in sections; each is edited and saved as one. */
export function DetailsTab() {
  const fields = useFields("incident");
  const layout = useLayout("incident");
  const { incident } = useIncidentPage();
  if (layout.data === undefined && layout.error !== null) return <Problem error={layout.error} what="The layout could not be loaded" onRetry={() => void layout.refetch()} />;
  if (fields.data === undefined || layout.data === undefined) {
    return fields.error === null ? <Loading rows={10} /> : <Problem error={fields.error} what="The fields of incidents could not be loaded" onRetry={() => void fields.refetch()} />;
  }
  return (
    <div className="inc-details">
      {sectionsOf(layout.data, fields.data, (field) => widgetValue(field, storedValue(incident, field))).map((section, index) => (
        <DetailsSection key={section.title} section={section} first={index === 0} />
      ))}
    </div>
  );
}
