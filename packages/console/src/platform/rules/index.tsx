import { Route, Routes } from "react-router";
import { RuleList } from "./list-page.js";
import { RulePage } from "./rule-page.js";

/** Rules: the list and one rule. */
export function RulesPage() {
  return (
    <Routes>
      <Route index element={<RuleList />} />
      <Route path=":id" element={<RulePage />} />
    </Routes>
  );
}
