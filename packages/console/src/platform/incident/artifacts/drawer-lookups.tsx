import { Button, Group } from "@mantine/core";
import type { ArtifactLookupsDTO, ThreatLookupDTO } from "@soarkit/protocol";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { get, post } from "../../../api/platform.js";
import { Loaded, Problem } from "../../../parts/states.js";
import { Tag } from "../../../parts/tag.js";
import { Time } from "../../../parts/time.js";
import { answerTime, lookupState } from "../../threat-sources/words.js";
import { keys } from "../data/queries.js";
import type { Artifact } from "../data/types.js";

const reasons: Readonly<Record<NonNullable<ArtifactLookupsDTO["not_sent"]>, string>> = {
  password: "A password is never looked up: it does not leave this platform.",
  string: "Strings are not looked up, unless an administrator switches that on.",
  type: "Artifacts of this type are not looked up: threat services have no word for it.",
  value: "It is not looked up: its value is none of its type.",
};

/** What each threat source was asked about an artifact, and how it went. */
export function DrawerLookups({ artifact }: { artifact: Artifact }) {
  const queries = useQueryClient();
  const address = `/incidents/${artifact.inc_id}/artifacts/${artifact.id}/lookups`;
  const query = useQuery({ queryKey: [...keys.artifacts(artifact.inc_id), "lookups", artifact.id], queryFn: ({ signal }) => get<ArtifactLookupsDTO>(address, { signal }) });
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const askAgain = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await post(address, {});
    } catch (error) {
      setProblem(error);
    }
    setBusy(false);
    await queries.invalidateQueries({ queryKey: keys.artifacts(artifact.inc_id) });
  };
  return (
    <Loaded query={query} what="The look-ups could not be loaded" rows={2}>
      {({ entities, not_sent: reason, tlp, withheld, sources_on: on }) => (
        <>
          {reason === null ? null : <p className="sk-dimmed">{reasons[reason]}</p>}
          {reason === null && on === 0 ? <p className="sk-dimmed">Artifacts are not looked up: no threat source is ON.</p> : null}
          {reason === null && withheld.length > 0 ? <p className="sk-dimmed">Not sent to {withheld.map(({ name }) => name).join(", ")}: TLP:{tlp}.</p> : null}
          {entities.length === 0 ? null : (
            <ul className="inc-lookups" aria-label="Look-ups">
              {entities.map((lookup) => (
                <Lookup key={lookup.source.id} lookup={lookup} />
              ))}
            </ul>
          )}
          {problem === undefined ? null : <Problem error={problem} what="It was not asked again" />}
          {reason === null && on > withheld.length ? (
            <Group>
              <Button size="xs" variant="default" loading={busy} onClick={() => void askAgain()}>
                {entities.length === 0 ? "Look up" : "Ask again"}
              </Button>
            </Group>
          ) : null}
        </>
      )}
    </Loaded>
  );
}

function Lookup({ lookup }: { lookup: ThreatLookupDTO }) {
  const { source, asked, error } = lookup;
  const working = lookup.state === "ask" || lookup.state === "wait";
  return (
    <li>
      <b>{source.name}</b>{" "}
      {working && source.enabled && error === null ? <Tag kind="action" value="working" label="Looked up now" /> : lookupState(lookup)}
      <span className="sk-dimmed">
        {asked === null ? null : <>, asked <Time at={asked} form="full" /></>}
        {lookup.answer_ms === null ? null : `, answered after ${answerTime(lookup.answer_ms)}`}
        {error === null ? null : `. ${error}`}
        {working && lookup.next_at !== null && lookup.next_at > 0 ? <> Next at <Time at={lookup.next_at} />.</> : null}
      </span>
    </li>
  );
}
