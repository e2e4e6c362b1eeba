import { Route, Routes } from "react-router";
import { FunctionPage } from "./function-page.js";
import { FunctionList } from "./list-page.js";

/** Functions: the list and one function. */
export function FunctionsPage() {
  return (
    <Routes>
      <Route index element={<FunctionList />} />
      <Route path=":id" element={<FunctionPage />} />
    </Routes>
  );
}
