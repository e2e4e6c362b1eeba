import type { FunctionDTO, WorkflowDTO } from "@soarkit/protocol";
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { post } from "../../api/platform.js";
import { CodeEditor } from "../../parts/code-editor.js";
import { problemText } from "../../parts/notify.js";
import { objectTypeName } from "../customize/words.js";
import { errorLineOf } from "./effect-words.js";
import { languageOf, type ScriptStage } from "./bpmn/function-step.js";
import type { WorkflowStep } from "./bpmn/steps.js";
import { type ChosenObject, ObjectPicker } from "./object-picker.js";
import { RecordedResults } from "./recorded-results.js";
import { TryResult } from "./try-result.js";
import type { TryAnswer } from "./types.js";
import { Note } from "../action-status/note.js";

/** What is tried. */
export interface TryPanelProps {
  workflow: WorkflowDTO;
  step: WorkflowStep;
  stage: ScriptStage;
  /** The text in the editor, saved or not. */
  script: string;
  called: FunctionDTO | undefined;
  onErrorLine: (line: number | undefined) => void;
}

/** Runs the script in the editor on a chosen object and shows what it would do; nothing is written. */
export function TryPanel({ workflow, step, stage, script, called, onErrorLine }: TryPanelProps) {
  const onArtifact = objectTypeName(workflow.object_type) === "Artifact";
  const given = stage === "post-process" ? "results" : "properties";
  const [object, setObject] = useState<ChosenObject>({});
  const [json, setJson] = useState(stage === "post-process" ? '{\n  "success": true,\n  "content": {}\n}' : "{}");
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<TryAnswer>();
  const [problem, setProblem] = useState<string>();
  const missing = object.incident === undefined ? "Choose an incident first." : onArtifact && object.artifact === undefined ? "Choose an artifact first." : undefined;

  const run = async () => {
    setProblem(undefined);
    onErrorLine(undefined);
    if (missing !== undefined) {
      setProblem(missing);
      return;
    }
    let value: unknown;
    try {
      value = JSON.parse(json.trim() === "" ? "null" : json);
    } catch (error) {
      setProblem(`The ${given} are no JSON: ${error instanceof Error ? error.message : ""}`);
      return;
    }
    setBusy(true);
    try {
      const tried = await post<TryAnswer>(`/workflows/${workflow.workflow_id}/try`, {
        element: step.id,
        incident_id: object.incident,
        ...(object.artifact === undefined ? {} : { artifact_id: object.artifact }),
        stage,
        script,
        language: languageOf(step.content ?? {}, stage),
        [given]: value,
      });
      setAnswer(tried);
      onErrorLine(errorLineOf(tried.error));
    } catch (error) {
      setAnswer(undefined);
      setProblem(problemText(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <section className="wf-try" aria-label="Try the script">
      <Title order={3} size="h4">
        Try without effect
      </Title>
      <Text c="dimmed" size="sm" mb="xs">
        Runs the text above in the sandbox on the chosen {onArtifact ? "artifact" : "incident"} and shows what it would do. Nothing is written and nothing is sent.
      </Text>
      <Stack gap="sm">
        <ObjectPicker withArtifact={onArtifact} value={object} onChange={setObject} />
        <div>
          <Group gap="sm" mb={4}>
            <Text fw={600} size="sm">
              {stage === "post-process" ? "results, as the function answers them" : "rule.properties, as the activity fields give them"}
            </Text>
            {stage === "post-process" && called !== undefined ? <RecordedResults called={called} onChoose={(results) => setJson(JSON.stringify(results, null, 2))} /> : null}
          </Group>
          <CodeEditor label={`${given} as JSON`} value={json} language="json" height="10rem" onChange={setJson} />
        </div>
        <Group gap="sm">
          <Button size="xs" variant="default" loading={busy} onClick={() => void run()}>
            Try
          </Button>
        </Group>
        {problem === undefined ? null : (
          <Note tone="error" alert title="It could not be tried">
            {problem}
          </Note>
        )}
        {answer === undefined ? null : <TryResult answer={answer} stage={stage} />}
      </Stack>
    </section>
  );
}
