import { Page } from "../../parts/page.js";
import { Empty } from "../../parts/states.js";

/** Destinations. */
export function DestinationsPage() {
  return (
    <Page title="Destinations">
      <Empty>Nothing is shown here.</Empty>
    </Page>
  );
}
