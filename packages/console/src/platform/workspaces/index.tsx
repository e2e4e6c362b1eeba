import { Route, Routes } from "react-router";
import { WorkspaceList } from "./list-page.js";
import { WorkspacePage } from "./workspace-page.js";

/** Workspaces: the list and one workspace. */
export function WorkspacesPage() {
  return (
    <Routes>
      <Route index element={<WorkspaceList />} />
      <Route path=":id" element={<WorkspacePage />} />
    </Routes>
  );
}
