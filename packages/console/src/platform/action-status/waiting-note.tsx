import { Anchor, Code, Text } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { Link } from "react-router";
import { Time } from "../../parts/time.js";
import { remedyOf } from "./entry-words.js";
import type { Waiting } from "./types.js";
import { Note } from "./note.js";

const calm = new Set(["taken", "working", "script", "queued", "timer", "workflow"]);

/** What is waited for, since when, and what to do. */
export function WaitingNote({ waiting }: { waiting: Waiting }) {
  const remedy = remedyOf(waiting.code);
  return (
    <Note tone={calm.has(waiting.code) ? "info" : "warn"} icon={IconClock} title={waiting.text}>
      <Text size="md">
        {waiting.since === null ? null : (
          <>
            Since <Time at={waiting.since} /> (<Time at={waiting.since} form="age" />).{" "}
          </>
        )}
        {remedy?.text}{" "}
        {remedy?.link === undefined ? null : (
          <Anchor component={Link} to={remedy.link.to} inherit underline="always">
            {remedy.link.text}
          </Anchor>
        )}
      </Text>
      <Code>{waiting.code}</Code>
    </Note>
  );
}
