import "./layouts.css";
import { SegmentedControl } from "@mantine/core";
import { Navigate, useNavigate, useParams } from "react-router";
import { Page } from "../../parts/page.js";
import { Loaded } from "../../parts/states.js";
import { useSession } from "../../shell/session.js";
import { useTopic } from "../../live/topics.js";
import { useIncidentFields } from "../incidents/use-incident-fields.js";
import { LayoutEditor } from "./editor.js";
import { fieldPath } from "./shown.js";
import { type LayoutName, useLayout } from "./queries.js";

const tabs = [
  { value: "wizard", label: "New Incident Wizard" },
  { value: "incident", label: "Incident Tabs" },
];
/** Set by the platform, by closing, or shown in the head of the page: they have no place in a layout. */
const elsewhere: Readonly<Record<LayoutName, ReadonlySet<string>>> = {
  wizard: new Set(["plan_status", "create_date", "inc_last_modified_date", "creator_id", "resolution_id", "resolution_summary", "end_date"]),
  incident: new Set(["name", "plan_status", "create_date", "inc_last_modified_date", "creator_id", "resolution_id", "resolution_summary"]),
};

/** Customization Settings, Layouts (figures 2 to 4 of the TruSTAR guide). */
export function LayoutsPage() {
  const { "*": path = "" } = useParams();
  const navigate = useNavigate();
  if (path !== "wizard" && path !== "incident") return <Navigate to="/customize/layouts/wizard" replace />;
  return (
    <Page title="Layouts">
      <SegmentedControl aria-label="Layout" data={tabs} value={path} onChange={(name) => void navigate(`/customize/layouts/${name}`)} mb="md" />
      <Editing key={path} name={path} />
    </Page>
  );
}

function Editing({ name }: { name: LayoutName }) {
  const layout = useLayout(name);
  const fields = useIncidentFields();
  const session = useSession();
  useTopic(session.may("function.read") ? "configuration" : undefined);
  return (
    <Loaded query={layout} what="The layout could not be loaded">
      {(stored) => (
        <Loaded query={fields} what="The fields of incidents could not be loaded">
          {(all) => <LayoutEditor name={name} layout={stored} fields={all.filter((field) => field.input_type !== "none" && !elsewhere[name].has(fieldPath(field)))} mayEdit={session.may("function.edit")} />}
        </Loaded>
      )}
    </Loaded>
  );
}
