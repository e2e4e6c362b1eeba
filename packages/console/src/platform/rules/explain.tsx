import type { ActionDTO } from "@soarkit/protocol";
import { Text } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get } from "../../api/platform.js";
import { Loaded } from "../../parts/states.js";
import { Time } from "../../parts/time.js";
import { objectTypeName } from "../customize/words.js";
import { type ChosenObject, ObjectPicker } from "../workflows/object-picker.js";
import type { RuleExplanation } from "./types.js";
import "./rules.css";
import { Note } from "../action-status/note.js";

/** Whether the rule would run on a chosen object now, with each condition and what it found. */
export function ExplainRule({ rule }: { rule: ActionDTO }) {
  const type = objectTypeName(rule.object_type).toLowerCase();
  const onArtifact = type === "artifact";
  const [object, setObject] = useState<ChosenObject>({});
  const id = onArtifact ? object.artifact : object.incident;
  const query = useQuery({
    queryKey: [`incident:${object.incident ?? 0}`, onArtifact ? "artifact" : "incident", "explain", rule.id, rule.enabled, id],
    queryFn: ({ signal }) => get<RuleExplanation>(`/actions/${rule.id}/explain?object_type=${type}&object_id=${id ?? 0}`, { signal }),
    enabled: id !== undefined,
    staleTime: 0,
  });
  if (type !== "artifact" && type !== "incident") return <Text>Rules on a {type} cannot be explained here yet: choose a rule on incidents or artifacts.</Text>;
  return (
    <>
      <Text mb="xs">Choose {onArtifact ? "an artifact" : "an incident"} to see whether this rule {rule.type === 0 ? "ran at its last changes" : "would be offered for it now"}, and why.</Text>
      <ObjectPicker withArtifact={onArtifact} value={object} onChange={setObject} />
      {id === undefined ? null : (
        <div className="ru-explained" role="status">
          <Loaded query={query} rows={3} what="It could not be explained">
            {(told) => (
              <Note tone={told.would_run ? "ok" : "warn"} title={verdict(rule, told)}>
                <ol className="ru-reasons">
                  {told.reasons.map((reason, index) => (
                    <li key={index} data-ok={reason.ok}>
                      {reason.ok ? <IconCheck size={16} aria-label="true" /> : <IconX size={16} aria-label="false" />}
                      <span>{reason.text}</span>
                    </li>
                  ))}
                </ol>
                {rule.type === 0 ? <Events events={told.events} /> : null}
              </Note>
            )}
          </Loaded>
        </div>
      )}
    </>
  );
}

/** The last changes of an object, and for each why an automatic rule ran or did not. */
function Events({ events }: { events: RuleExplanation["events"] }) {
  if (events.length === 0) return <Text>It was not asked yet: no change of this object concerned it in the last 30 days.</Text>;
  return (
    <ol className="ru-reasons" aria-label="Last changes">
      {events.map((event) => (
        <li key={event.id} data-ok={event.ran}>
          {event.ran ? <IconCheck size={16} aria-label="ran" /> : <IconX size={16} aria-label="did not run" />}
          <div>
            <Time at={event.at} /> {event.change} by {event.by}. {event.text}
            <ul>
              {event.reasons.map((reason, index) => (
                <li key={index}>{reason.text}</li>
              ))}
            </ul>
          </div>
        </li>
      ))}
    </ol>
  );
}

function verdict(rule: ActionDTO, told: RuleExplanation): string {
  if (rule.type === 1) return told.would_run ? "It is offered for this object" : "It is not offered for this object";
  return told.would_run ? "It ran at the last change of this object" : "It did not run at the last change of this object";
}
