import { Stack, Text, Title } from "@mantine/core";
import { Facts } from "../../parts/facts.js";
import { RichText } from "../../parts/rich-text.js";
import { effectWords } from "./effect-words.js";
import type { ScriptStage } from "./bpmn/function-step.js";
import { LogLines } from "./log-lines.js";
import type { TryAnswer, TryEffect } from "./types.js";
import { Note } from "../action-status/note.js";

/** What a tried script would do. */
export function TryResult({ answer, stage }: { answer: TryAnswer; stage: ScriptStage }) {
  const inputs = Object.entries(answer.inputs ?? {});
  return (
    <Stack gap="xs" className="wf-tried" role="status">
      {answer.error == null ? null : (
        <Note tone="error" title="The script would fail">
          {answer.error}
        </Note>
      )}
      {stage === "pre-process" ? (
        <>
          <Title order={4}>Inputs that the function would get</Title>
          {inputs.length === 0 ? <Text c="dimmed">None is set.</Text> : <Facts items={inputs.map(([name, value]) => [name, <span key={name} className="wf-mono">{typeof value === "string" ? value : JSON.stringify(value)}</span>] as const)} />}
        </>
      ) : null}
      {stage === "post-process" || answer.effects.length > 0 ? (
        <>
          <Title order={4}>{stage === "pre-process" ? "Dropped: a pre-process script changes nothing but inputs" : "What it would do"}</Title>
          {answer.effects.length === 0 ? (
            <Text c="dimmed">Nothing.</Text>
          ) : (
            <ol className="wf-effects">
              {answer.effects.map((effect, index) => (
                <li key={index}>
                  <Effect effect={effect} />
                </li>
              ))}
            </ol>
          )}
        </>
      ) : null}
      {answer.log.length === 0 ? null : (
        <>
          <Title order={4}>Log</Title>
          <LogLines lines={answer.log} label="Log of the tried script" />
        </>
      )}
    </Stack>
  );
}

function Effect({ effect }: { effect: TryEffect }) {
  const { what, content } = effectWords(effect);
  const text = effect["text"];
  const isHtml = effect.kind === "add_note" && typeof text === "object" && text !== null && (text as { format?: unknown }).format === "html";
  return (
    <>
      {what}
      {content === undefined ? null : isHtml ? (
        <div className="wf-content">
          <RichText content={{ format: "html", content }} />
        </div>
      ) : (
        <div className="wf-content wf-mono">{content}</div>
      )}
    </>
  );
}
