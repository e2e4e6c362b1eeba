import { Page } from "../../parts/page.js";
import { Empty } from "../../parts/states.js";

/** Workflows. */
export function WorkflowsPage() {
  return (
    <Page title="Workflows">
      <Empty>Nothing is shown here.</Empty>
    </Page>
  );
}
