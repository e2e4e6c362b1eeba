import { Page } from "../../parts/page.js";
import { Empty } from "../../parts/states.js";

/** Functions. */
export function FunctionsPage() {
  return (
    <Page title="Functions">
      <Empty>Nothing is shown here.</Empty>
    </Page>
  );
}
