import { Alert, Anchor, Code, Text } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { Link } from "react-router";
import { Time } from "../../parts/time.js";
import { remedyOf } from "./entry-words.js";
import type { Waiting } from "./types.js";

const calm = new Set(["taken", "working", "script", "queued", "timer", "workflow"]);

/** What is waited for, since when, and what to do. */
export function WaitingNote({ waiting }: { waiting: Waiting }) {
  const remedy = remedyOf(waiting.code);
  return (
    <Alert color={calm.has(waiting.code) ? "blue" : "orange"} icon={<IconClock size={18} aria-hidden="true" />} title={waiting.text} className="as-alert">
      <Text size="md">
        {waiting.since === null ? null : (
          <>
            Since <Time at={waiting.since} /> (<Time at={waiting.since} form="age" />).{" "}
          </>
        )}
        {remedy?.text}{" "}
        {remedy?.link === undefined ? null : (
          <Anchor component={Link} to={remedy.link.to} inherit>
            {remedy.link.text}
          </Anchor>
        )}
      </Text>
      <Code>{waiting.code}</Code>
    </Alert>
  );
}
