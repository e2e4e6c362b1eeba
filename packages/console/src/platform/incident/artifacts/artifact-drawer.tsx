import { Button, CloseButton, Tabs } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { RowMenu } from "../../../parts/row-menu.js";
import { Empty } from "../../../parts/states.js";
import { Value } from "../../../parts/value.js";
import type { Artifact } from "../data/types.js";
import { useIncidentPage } from "../page/page-state.js";
import { typeOf } from "./columns.js";
import { sizeText } from "../../../parts/size.js";
import { downloadFile } from "./download-file.js";
import { DrawerActions } from "./drawer-actions.js";
import { DrawerHits } from "./drawer-hits.js";
import { DrawerProperties } from "./drawer-properties.js";
import { artifactMenu, type ArtifactCommands } from "./menu.js";

/** One artifact beside the list: its hits, what was and can be run on it, its properties. Not modal. */
export function ArtifactDrawer({ artifact, height, onStep, onClose, commands }: { artifact: Artifact | undefined; height: string; onStep: (step: 1 | -1) => void; onClose: () => void; commands: ArtifactCommands }) {
  const page = useIncidentPage();
  const drawer = useRef<HTMLElement>(null);
  const id = artifact?.id;
  useEffect(() => drawer.current?.focus({ preventScroll: true }), [id]);
  const type = artifact === undefined ? "" : typeOf(artifact);
  return (
    <section
      ref={drawer}
      className="inc-drawer"
      style={{ maxHeight: height }}
      tabIndex={-1}
      role="region"
      aria-label={artifact === undefined ? "Artifact" : `Artifact ${type} ${type === "Password" ? "" : artifact.value.slice(0, 100)}`}
      onKeyDown={(event) => {
        if (event.defaultPrevented || (event.target instanceof Element && event.target.closest("[role=menu], input, textarea") !== null)) return;
        const key = event.ctrlKey || event.metaKey || event.altKey ? "" : event.key;
        if (key === "Escape") onClose();
        else if (key === "j") onStep(1);
        else if (key === "k") onStep(-1);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {artifact === undefined ? (
        <>
          <div className="inc-drawer-head">
            <h2>Artifact</h2>
            <CloseButton aria-label="Close the artifact" onClick={onClose} />
          </div>
          <Empty>This artifact does not exist, or it was deleted.</Empty>
        </>
      ) : (
        <>
          <div className="inc-drawer-head">
            <h2>{type}</h2>
            <span>
              <RowMenu label={`Actions for ${type === "Password" ? "the password" : artifact.value.slice(0, 80)}`} entries={artifactMenu(artifact, page, commands)} />
              <CloseButton aria-label="Close the artifact" onClick={onClose} />
            </span>
          </div>
          <div className="inc-drawer-value">
            <Value value={artifact.value} type={type} whole />
          </div>
          {artifact.attachment === null ? null : (
            <Button size="xs" variant="default" mb="sm" leftSection={<IconDownload size={16} aria-hidden="true" />} onClick={() => downloadFile(artifact)}>
              Download {sizeText(artifact.attachment.size)}
            </Button>
          )}
          <Tabs defaultValue="hits" keepMounted={false} key={artifact.id}>
            <Tabs.List aria-label="Parts of the artifact">
              <Tabs.Tab value="hits">Hits {artifact.hits.length}</Tabs.Tab>
              <Tabs.Tab value="actions">Actions</Tabs.Tab>
              <Tabs.Tab value="properties">Properties</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="hits">
              <DrawerHits artifact={artifact} />
            </Tabs.Panel>
            <Tabs.Panel value="actions">
              <DrawerActions artifact={artifact} />
            </Tabs.Panel>
            <Tabs.Panel value="properties">
              <DrawerProperties artifact={artifact} />
            </Tabs.Panel>
          </Tabs>
        </>
      )}
    </section>
  );
}
