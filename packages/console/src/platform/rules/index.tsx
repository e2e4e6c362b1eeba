import { Page } from "../../parts/page.js";
import { Empty } from "../../parts/states.js";

/** Rules. */
export function RulesPage() {
  return (
    <Page title="Rules">
      <Empty>Nothing is shown here.</Empty>
    </Page>
  );
}
