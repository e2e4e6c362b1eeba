import { Page } from "../../parts/page.js";
import { Empty } from "../../parts/states.js";

/** Scripting Log. */
export function ScriptingLogPage() {
  return (
    <Page title="Scripting Log">
      <Empty>Nothing is shown here.</Empty>
    </Page>
  );
}
