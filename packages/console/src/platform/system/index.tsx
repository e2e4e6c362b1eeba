import { Page } from "../../parts/page.js";
import { Empty } from "../../parts/states.js";

/** System. */
export function SystemPage() {
  return (
    <Page title="System">
      <Empty>Nothing is shown here.</Empty>
    </Page>
  );
}
