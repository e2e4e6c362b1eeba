import type { WorkflowDTO } from "@soarkit/protocol";
import { Tabs, Text, Title } from "@mantine/core";
import { CodeEditor } from "../../parts/code-editor.js";
import { Empty, Problem } from "../../parts/states.js";
import { PageLink } from "../customize/links.js";
import { useFunctions, useScripts } from "../customize/queries.js";
import { nameOf } from "../customize/words.js";
import { scriptOf } from "./bpmn/function-step.js";
import type { WorkflowStep } from "./bpmn/steps.js";
import { ScriptEditor } from "./script-editor.js";
import { StepInputs } from "./step-inputs-table.js";
import { useAddressPart } from "./use-address-part.js";
import { Note } from "../action-status/note.js";

/** One step of a definition: what it does, with its inputs and scripts. */
export function StepDetail({ workflow, step }: { workflow: WorkflowDTO; step: WorkflowStep }) {
  return (
    <section className="wf-detail" aria-label={`Step ${step.name}`}>
      {step.kind === "function" ? <FunctionStep workflow={workflow} step={step} /> : <OtherStep step={step} />}
    </section>
  );
}

function FunctionStep({ workflow, step }: { workflow: WorkflowDTO; step: WorkflowStep }) {
  const functions = useFunctions();
  const [tab, setTab] = useAddressPart("part");
  const called = functions.data?.find((candidate) => candidate.uuid === step.functionUuid);
  const { content } = step;
  return (
    <>
      <Title order={2} size="h3" mb={4}>
        {step.name}
      </Title>
      <Text c="dimmed" mb="xs">
        Function {called === undefined ? null : <PageLink inText to={`/customize/functions/${called.id}`}>{called.name}</PageLink>}
        {called === undefined ? null : <> · to {nameOf(called.destination_handle)}</>}
        {content?.result_name == null || content.result_name === "" ? null : <> · results kept as workflow.properties.{content.result_name}</>}
      </Text>
      {called === undefined && functions.data !== undefined ? (
        <Note tone="warn" title="The function of this step does not exist here">
          Its uuid is {step.functionUuid}. Import the app that has it.
        </Note>
      ) : null}
      {content === undefined ? (
        <Problem error={new Error(step.problem ?? "")} what="The content of this step cannot be read" />
      ) : (
        <Tabs value={tab ?? "inputs"} onChange={(value) => setTab(value === "inputs" ? undefined : (value ?? undefined))} keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="inputs">Inputs</Tabs.Tab>
            <Tabs.Tab value="pre">Pre-Process Script</Tabs.Tab>
            <Tabs.Tab value="post">Post-Process Script</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="inputs" pt="sm">
            <StepInputs called={called} content={content} />
          </Tabs.Panel>
          <Tabs.Panel value="pre" pt="sm">
            <ScriptEditor key={`${step.id} pre`} workflow={workflow} step={step} stage="pre-process" saved={scriptOf(content, "pre-process")} called={called} />
          </Tabs.Panel>
          <Tabs.Panel value="post" pt="sm">
            <ScriptEditor key={`${step.id} post`} workflow={workflow} step={step} stage="post-process" saved={scriptOf(content, "post-process")} called={called} />
          </Tabs.Panel>
        </Tabs>
      )}
    </>
  );
}

const explanations: Readonly<Record<string, string>> = {
  start: "The workflow begins here, on the object that its rule ran on.",
  end: "The workflow ends here.",
  exclusive: "The first way whose condition holds is taken; otherwise the default.",
  parallel: "All ways are taken at once; where they meet, all are waited for.",
  other: "This platform shows this step, but cannot run it. A workflow with it is refused when it starts.",
};

function OtherStep({ step }: { step: WorkflowStep }) {
  return (
    <>
      <Title order={2} size="h3" mb={4}>
        {step.name}
      </Title>
      <Text c="dimmed" mb="xs">
        {step.kindText}
      </Text>
      {step.kind === "script" ? <GlobalScript uuid={step.scriptUuid} /> : <Text maw="72ch">{explanations[step.kind]}</Text>}
    </>
  );
}

function GlobalScript({ uuid }: { uuid: string | undefined }) {
  const scripts = useScripts();
  const script = scripts.data?.find((candidate) => candidate.uuid === uuid);
  if (script === undefined) return scripts.data === undefined ? null : <Empty>The script of this step does not exist here. Import the app that has it.</Empty>;
  return (
    <>
      <Text mb="xs">
        {script.name} ({script.language})
      </Text>
      <CodeEditor label={`Script ${script.name}`} value={script.script_text} language="python" />
    </>
  );
}
