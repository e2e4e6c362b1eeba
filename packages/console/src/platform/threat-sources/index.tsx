import { Button, Text } from "@mantine/core";
import { useRef, useState } from "react";
import { useTopic } from "../../live/topics.js";
import { Page } from "../../parts/page.js";
import { Empty, Loaded } from "../../parts/states.js";
import { PageLink } from "../customize/links.js";
import { useSession } from "../../shell/session.js";
import { useThreatSources } from "./queries.js";
import { SettingsForm } from "./settings-form.js";
import { SourceDialog } from "./source-dialog.js";
import { SourcePanel } from "./source-panel.js";
import { SourceTable } from "./source-table.js";
import "./threat-sources.css";

const permission = "administer";

/** Threat Sources: the registered threat services, whether they answer, and their switches. */
export function ThreatSourcesPage() {
  if (!useSession().may(permission)) {
    return (
      <Page title="Threat Sources">
        <Empty>You lack the permission {permission}. An administrator can grant it.</Empty>
      </Page>
    );
  }
  return <ThreatSources />;
}

function ThreatSources() {
  useTopic("system");
  const query = useThreatSources();
  const button = useRef<HTMLButtonElement>(null);
  const [adding, setAdding] = useState(false);
  const [opened, setOpened] = useState<number>();
  const shown = query.data?.find((source) => source.id === opened) ?? query.data?.[0];
  const add = (
    <Button ref={button} onClick={() => setAdding(true)}>
      Add threat source
    </Button>
  );
  return (
    <Page title="Threat Sources" aside={query.data === undefined ? null : <span className="sk-dimmed">{query.data.length}</span>} actions={add}>
      <Text c="dimmed" mb="sm" maw="80ch">
        Every new artifact is looked up at the sources that are ON. Passwords, custom artifact types and, unless switched on below, strings are never sent.
      </Text>
      <Loaded query={query} what="The threat sources could not be loaded">
        {(sources) =>
          sources.length === 0 ? (
            <Empty>No threat source yet. The threat service of the integration server is one; its address ends in <code>/cts/trustar</code>. <PageLink to="/admin/system" inText>System</PageLink> shows whether a server is connected.</Empty>
          ) : (
            <>
              <SourceTable sources={sources} opened={shown?.id} onOpen={setOpened} />
              {shown === undefined ? null : <SourcePanel key={shown.id} source={shown} />}
            </>
          )
        }
      </Loaded>
      <SettingsForm />
      {adding ? <SourceDialog launcher={button.current} onClose={() => setAdding(false)} onSaved={setOpened} /> : null}
    </Page>
  );
}
