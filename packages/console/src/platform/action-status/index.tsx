import { Route, Routes } from "react-router";
import { AllActionsPage } from "./page.js";

/** Action Status over all incidents, with one entry open beside the list when the address names it. */
export function ActionStatusPage() {
  return (
    <Routes>
      <Route index element={<AllActionsPage />} />
      <Route path=":id" element={<AllActionsPage />} />
    </Routes>
  );
}
