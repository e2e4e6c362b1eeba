import { Route, Routes } from "react-router";
import { DestinationPage } from "./destination-page.js";
import { DestinationList } from "./list-page.js";

/** Message destinations: the list and one destination. */
export function DestinationsPage() {
  return (
    <Routes>
      <Route index element={<DestinationList />} />
      <Route path=":id" element={<DestinationPage />} />
    </Routes>
  );
}
