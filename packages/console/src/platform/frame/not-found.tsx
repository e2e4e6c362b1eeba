import { Button } from "@mantine/core";
import { Link } from "react-router";
import { Page } from "../../parts/page.js";
import { Empty } from "../../parts/states.js";

/** An address without a page. */
export function NotFoundPage() {
  return (
    <Page title="There is no page here">
      <Empty
        action={
          <Button component={Link} to="/incidents">
            List Incidents
          </Button>
        }
      >
        The address may be mistyped, or the page belongs to another version of Soarkit.
      </Empty>
    </Page>
  );
}
