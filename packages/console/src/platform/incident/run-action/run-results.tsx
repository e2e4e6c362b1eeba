import { Progress } from "@mantine/core";
import { Tag } from "../../../parts/tag.js";
import { Value } from "../../../parts/value.js";
import type { RunOutcome } from "./start.js";

/** What became of a rule on each of several artifacts, while it goes on and after. */
export function RunResults({ outcomes, total }: { outcomes: readonly RunOutcome[]; total: number }) {
  const failed = outcomes.filter((outcome) => outcome.problem !== undefined);
  return (
    <div>
      <p role="status">
        {outcomes.length} of {total} done: {outcomes.length - failed.length} started{failed.length === 0 ? "" : `, ${failed.length} refused`}.
      </p>
      <Progress value={(outcomes.length / total) * 100} aria-label="Progress" />
      {failed.length === 0 ? null : (
        <ul className="inc-results">
          {failed.map((outcome) => (
            <li key={outcome.target.id}>
              <Tag kind="action" value="error" label="Refused" /> <Value value={outcome.target.name} plain {...(outcome.target.artifactType === undefined ? {} : { type: outcome.target.artifactType })} />
              <span className="sk-dimmed"> {outcome.problem}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
