import { Route, Routes } from "react-router";
import { WorkflowPage } from "./definition-page.js";
import { InstancePage } from "./instance-page.js";
import { WorkflowList } from "./list-page.js";

/** Workflows: the list, one definition, one instance. */
export function WorkflowsPage() {
  return (
    <Routes>
      <Route index element={<WorkflowList />} />
      <Route path=":id" element={<WorkflowPage />} />
      <Route path=":id/instances/:instance" element={<InstancePage />} />
    </Routes>
  );
}
