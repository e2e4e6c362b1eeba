import type { FunctionDTO, WorkflowDTO } from "@soarkit/protocol";
import { Button, Group, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { CodeEditor } from "../../parts/code-editor.js";
import { notifyDone, problemText } from "../../parts/notify.js";
import { Time } from "../../parts/time.js";
import { useSession } from "../../shell/session.js";
import { GatedButton } from "../action-status/gated-button.js";
import { personName } from "../customize/words.js";
import { workflowQuery } from "../customize/queries.js";
import type { ScriptStage } from "./bpmn/function-step.js";
import type { WorkflowStep } from "./bpmn/steps.js";
import { rebase, useDraft } from "./drafts.js";
import { saveScript, ScriptChangedMeanwhile } from "./save-script.js";
import { TryPanel } from "./try-panel.js";
import { Note } from "../action-status/note.js";

const stageNames: Readonly<Record<ScriptStage, string>> = { "pre-process": "Pre-Process Script", "post-process": "Post-Process Script" };
const helps: Readonly<Record<ScriptStage, string>> = {
  "pre-process": "Runs before the function is called and sets its inputs: inputs.<name> = value. It reads incident, artifact, rule.properties and workflow.properties.",
  "post-process": "Runs when the function has answered. It reads results, and writes with incident.addNote, incident.addArtifact, artifact.addHit and by setting fields.",
};

/** One script of a step: read by everybody, edited, tried and saved by those who may. */
export interface ScriptEditorProps {
  workflow: WorkflowDTO;
  step: WorkflowStep;
  stage: ScriptStage;
  /** The script as the newest version has it. */
  saved: string;
  called: FunctionDTO | undefined;
}

/** The editor of a script with save, discard and try. */
export function ScriptEditor({ workflow, step, stage, saved, called }: ScriptEditorProps) {
  const { may } = useScriptRights();
  const queries = useQueryClient();
  const key = `${workflow.workflow_id} ${step.id} ${stage}`;
  const { draft, text, edit, drop } = useDraft(key, saved);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const [errorLine, setErrorLine] = useState<number>();
  const changedElsewhere = draft !== undefined && draft.base !== saved;

  const save = async () => {
    if (draft === undefined || busy || !may) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const next = await saveScript({ workflow: workflow.workflow_id, step: step.id, stage, text: draft.text, base: draft.base });
      drop();
      queries.setQueryData(workflowQuery(workflow.workflow_id).queryKey, next);
      await queries.invalidateQueries({ queryKey: ["configuration", "workflow"] });
      notifyDone(`Saved as version ${next.content_version}. Instances that start from now on use it.`);
    } catch (error) {
      if (error instanceof ScriptChangedMeanwhile) queries.setQueryData(workflowQuery(workflow.workflow_id).queryKey, error.workflow);
      else setProblem(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Stack gap="sm">
      <Text c="dimmed" size="sm" maw="80ch">
        {helps[stage]} {may ? "Ctrl ] indents, Tab leaves the editor, Ctrl S saves." : ""}
      </Text>
      {changedElsewhere ? (
        <Note tone="warn" alert title={`${workflow.last_modified_by_name ?? personName(workflow.last_modified_by)} saved another text of this script`}>
          <Text size="md">
            Version {workflow.content_version}, <Time at={workflow.last_modified_time} />. Your text is not saved yet.
          </Text>
          <Group gap="xs" mt="xs">
            <Button size="xs" variant="default" onClick={drop}>
              Take theirs
            </Button>
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                rebase(key, saved);
                edit(text);
              }}
            >
              Keep mine
            </Button>
          </Group>
        </Note>
      ) : null}
      {text === "" && !may ? (
        <Text>There is no script here.</Text>
      ) : (
        <CodeEditor
          label={`${stageNames[stage]} of ${step.name}`}
          value={text}
          language="python"
          height={editorHeight(saved)}
          {...(may
            ? {
                onChange: (value: string) => {
                  setErrorLine(undefined);
                  if (value !== text) edit(value);
                },
                onSave: () => void save(),
              }
            : {})}
          {...(errorLine === undefined ? {} : { errorLine })}
        />
      )}
      {problem === undefined ? null : (
        <Note tone="error" alert title="The script was not saved">
          {problemText(problem)}
        </Note>
      )}
      <Group gap="xs">
        <GatedButton variant="filled" loading={busy} reason={may ? (draft === undefined ? "Nothing has changed." : changedElsewhere ? "Choose above which text to keep." : undefined) : missing} onClick={() => void save()}>
          Save as version {workflow.content_version + 1}
        </GatedButton>
        {draft === undefined ? null : (
          <Button size="xs" variant="default" onClick={drop}>
            Discard changes
          </Button>
        )}
        <Text size="sm" c="dimmed">
          {draft === undefined ? "" : "Not saved."}
        </Text>
      </Group>
      <TryPanel workflow={workflow} step={step} stage={stage} script={text} called={called} onErrorLine={setErrorLine} />
    </Stack>
  );
}

/** Room for the saved script and a little more; the same while it is typed, so that nothing below moves. */
function editorHeight(saved: string): string {
  return `${Math.min(30, Math.max(10, (saved.split("\n").length + 2) * 1.2))}rem`;
}

const permission = "function.edit";
const missing = `You lack the permission ${permission}. An administrator can grant it.`;

function useScriptRights(): { may: boolean } {
  return { may: useSession().may(permission) };
}
