import { Tabs } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { ArtifactsTab } from "../artifacts/artifacts-tab.js";
import { AttachmentsTab } from "../attachments/attachments-tab.js";
import { incidentTabs, type IncidentTab } from "../data/address.js";
import { useArtifacts, useAttachments, useNotes } from "../data/queries.js";
import type { Note } from "../data/types.js";
import { DetailsTab } from "../details/details-tab.js";
import { NewsFeedTab } from "../news-feed/news-feed-tab.js";
import { NotesTab } from "../notes/notes-tab.js";
import { useIncidentPage } from "./page-state.js";
import type { OpenParts } from "./use-address.js";

function countNotes(notes: readonly Note[]): number {
  return notes.reduce((sum, note) => sum + 1 + countNotes(note.children), 0);
}

/** The tabs with their counts; only the open one is on the page. */
export function IncidentTabs({ address }: { address: OpenParts }) {
  const { incident } = useIncidentPage();
  const notes = useNotes(incident.id).data;
  const artifacts = useArtifacts(incident.id).data;
  const attachments = useAttachments(incident.id).data;
  const withHits = artifacts?.filter((artifact) => artifact.hits.length > 0).length ?? 0;
  const counts: Partial<Record<IncidentTab, number | undefined>> = { notes: notes === undefined ? undefined : countNotes(notes), artifacts: artifacts?.length, attachments: attachments?.length };
  return (
    <Tabs
      value={address.tab}
      onChange={(tab) => {
        const chosen = incidentTabs.find(({ id }) => id === tab);
        if (chosen !== undefined) address.openTab(chosen.id);
      }}
      keepMounted={false}
      activateTabWithKeyboard={false}
      className="inc-tabs"
    >
      <Tabs.List className="inc-tab-list" aria-label="Parts of the incident">
        {incidentTabs.map(({ id, label }) => (
          <Tabs.Tab key={id} value={id}>
            {label}
            {counts[id] === undefined ? null : <span className="inc-count"> {counts[id].toLocaleString("en")}</span>}
            {id === "artifacts" && withHits > 0 ? (
              <span className="inc-hit-count">
                <IconAlertCircle size={14} aria-hidden="true" /> {withHits}
                <span className="sk-hidden"> with hits</span>
              </span>
            ) : null}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="details">
        <DetailsTab />
      </Tabs.Panel>
      <Tabs.Panel value="notes">
        <NotesTab />
      </Tabs.Panel>
      <Tabs.Panel value="artifacts">
        <ArtifactsTab openId={address.artifactId} onOpen={address.openArtifact} narrow={address.actionStatus} />
      </Tabs.Panel>
      <Tabs.Panel value="attachments">
        <AttachmentsTab />
      </Tabs.Panel>
      <Tabs.Panel value="newsfeed">
        <NewsFeedTab />
      </Tabs.Panel>
    </Tabs>
  );
}
