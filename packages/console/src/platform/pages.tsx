import { lazy } from "react";
import { Navigate, Route, Routes } from "react-router";
import { PlatformFrame } from "./frame/frame.js";
import { NotFoundPage } from "./frame/not-found.js";
import { OldLinks } from "./frame/old-links.js";
import { LoginPage } from "./login/login.js";

const IncidentsPage = lazy(() => import("./incidents/index.js").then((module) => ({ default: module.IncidentsPage })));
const NewIncidentPage = lazy(() => import("./incidents/new-incident.js").then((module) => ({ default: module.NewIncidentPage })));
const IncidentPage = lazy(() => import("./incident/index.js").then((module) => ({ default: module.IncidentPage })));
const ActionStatusPage = lazy(() => import("./action-status/index.js").then((module) => ({ default: module.ActionStatusPage })));
const CustomizePages = lazy(() => import("./customize/index.js").then((module) => ({ default: module.CustomizePages })));
const LayoutsPage = lazy(() => import("./layouts/index.js").then((module) => ({ default: module.LayoutsPage })));
const ArtifactTypesPage = lazy(() => import("./types/index.js").then((module) => ({ default: module.ArtifactTypesPage })));
const IncidentTypesPage = lazy(() => import("./types/index.js").then((module) => ({ default: module.IncidentTypesPage })));
const RulesPage = lazy(() => import("./rules/index.js").then((module) => ({ default: module.RulesPage })));
const WorkflowsPage = lazy(() => import("./workflows/index.js").then((module) => ({ default: module.WorkflowsPage })));
const FunctionsPage = lazy(() => import("./functions/index.js").then((module) => ({ default: module.FunctionsPage })));
const DestinationsPage = lazy(() => import("./destinations/index.js").then((module) => ({ default: module.DestinationsPage })));
const AdminPages = lazy(() => import("./admin/index.js").then((module) => ({ default: module.AdminPages })));
const WorkspacesPage = lazy(() => import("./workspaces/index.js").then((module) => ({ default: module.WorkspacesPage })));
const ThreatSourcesPage = lazy(() => import("./threat-sources/index.js").then((module) => ({ default: module.ThreatSourcesPage })));
const SystemPage = lazy(() => import("./system/index.js").then((module) => ({ default: module.SystemPage })));
const ScriptingLogPage = lazy(() => import("./scripting-log/index.js").then((module) => ({ default: module.ScriptingLogPage })));
const SettingsPage = lazy(() => import("./settings/index.js").then((module) => ({ default: module.SettingsPage })));

/** Addresses of the platform's pages (console.md §2.2); pages below `*` have addresses of their own. */
export function PlatformPages() {
  return (
    <>
      <OldLinks />
      <Routes>
        <Route path="/login/*" element={<LoginPage />} />
        <Route element={<PlatformFrame />}>
          <Route index element={<Navigate to="/incidents" replace />} />
          <Route path="/incidents" element={<IncidentsPage />} />
          <Route path="/incidents/new" element={<NewIncidentPage />} />
          <Route path="/incidents/:id/*" element={<IncidentPage />} />
          <Route path="/actions/*" element={<ActionStatusPage />} />
          <Route path="/customize" element={<CustomizePages />}>
            <Route index element={<Navigate to="/customize/rules" replace />} />
            <Route path="layouts/*" element={<LayoutsPage />} />
            <Route path="types/artifacts" element={<ArtifactTypesPage />} />
            <Route path="types/incident-types" element={<IncidentTypesPage />} />
            <Route path="rules/*" element={<RulesPage />} />
            <Route path="workflows/*" element={<WorkflowsPage />} />
            <Route path="functions/*" element={<FunctionsPage />} />
            <Route path="destinations/*" element={<DestinationsPage />} />
          </Route>
          <Route path="/admin" element={<AdminPages />}>
            <Route index element={<Navigate to="/admin/system" replace />} />
            <Route path="workspaces/*" element={<WorkspacesPage />} />
            <Route path="threat-sources" element={<ThreatSourcesPage />} />
            <Route path="system/*" element={<SystemPage />} />
            <Route path="scripting-log/*" element={<ScriptingLogPage />} />
          </Route>
          <Route path="/settings" element={<SettingsPage />} />
          <Route path="*" element={<NotFoundPage />} />
        </Route>
      </Routes>
    </>
  );
}
