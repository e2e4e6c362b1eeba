import "./workflows.css";
import type { WorkflowDTO } from "@soarkit/protocol";
import { Tabs, Text } from "@mantine/core";
import { useMemo } from "react";
import { useParams } from "react-router";
import { BpmnView } from "../../parts/bpmn-view.js";
import { CodeEditor } from "../../parts/code-editor.js";
import { Page } from "../../parts/page.js";
import { Empty, Loaded, Problem } from "../../parts/states.js";
import { Time } from "../../parts/time.js";
import { useWorkflow } from "../customize/queries.js";
import { idParameter, objectTypeName, personName } from "../customize/words.js";
import { readSteps } from "./bpmn/steps.js";
import { InstanceList } from "./instance-list.js";
import { StepDetail } from "./step-detail.js";
import { StepList } from "./step-list.js";
import { useAddressPart } from "./use-address-part.js";
import { VersionList } from "./version-list.js";

const crumbs = [{ label: "Workflows", to: "/customize/workflows" }];

/** One workflow: its steps with inputs and scripts, its instances, its versions. */
export function WorkflowPage() {
  const id = idParameter(useParams()["id"]);
  if (id === undefined) {
    return (
      <Page title="Workflow" crumbs={crumbs}>
        <Empty>There is no workflow at this address. Choose one from the list.</Empty>
      </Page>
    );
  }
  return <Workflow key={id} id={id} />;
}

function Workflow({ id }: { id: number }) {
  const query = useWorkflow(id);
  const [tab, setTab] = useAddressPart("show");
  const workflow = query.data;
  return (
    <Page title={workflow?.name ?? "Workflow"} crumbs={crumbs}>
      <Loaded query={query} what="The workflow could not be loaded">
        {(loaded) => (
          <>
            <Text c="dimmed" mb="xs">
              {loaded.programmatic_name} · on {objectTypeName(loaded.object_type).toLowerCase()}s · version {loaded.content_version}, saved by {loaded.last_modified_by_name ?? personName(loaded.last_modified_by)} <Time at={loaded.last_modified_time} />
              {loaded.description === null || loaded.description === "" ? "" : ` · ${loaded.description}`}
            </Text>
            <Tabs value={tab ?? "steps"} onChange={(value) => setTab(value === "steps" ? undefined : (value ?? undefined))} keepMounted={false}>
              <Tabs.List>
                <Tabs.Tab value="steps">Steps</Tabs.Tab>
                <Tabs.Tab value="instances">Instances</Tabs.Tab>
                <Tabs.Tab value="versions">Versions</Tabs.Tab>
                <Tabs.Tab value="bpmn">BPMN</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="steps" pt="sm">
                <Definition workflow={loaded} />
              </Tabs.Panel>
              <Tabs.Panel value="instances" pt="sm">
                <InstanceList workflow={id} />
              </Tabs.Panel>
              <Tabs.Panel value="versions" pt="sm">
                <VersionList workflow={id} current={loaded.content_version} />
              </Tabs.Panel>
              <Tabs.Panel value="bpmn" pt="sm">
                <Text mb="xs">Steps and their order are drawn elsewhere and imported: with soarkit customize or resilient-circuits customize.</Text>
                <CodeEditor label={`BPMN of ${loaded.name}`} value={loaded.content.xml} language="xml" height="32rem" />
              </Tabs.Panel>
            </Tabs>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Definition({ workflow }: { workflow: WorkflowDTO }) {
  const { xml } = workflow.content;
  const { steps, problem } = useMemo(() => readSteps(xml), [xml]);
  const [chosen, choose] = useAddressPart("step");
  const selected = steps.find((step) => step.id === chosen) ?? steps.find((step) => step.kind === "function") ?? steps[0];
  if (problem !== undefined) {
    return (
      <>
        <Problem error={new Error(problem)} what="The BPMN of this workflow cannot be read" />
        <CodeEditor label="BPMN as it is stored" value={xml} language="xml" height="28rem" />
      </>
    );
  }
  return (
    <>
      <BpmnView xml={xml} height="14rem" {...(selected === undefined ? {} : { selected: selected.id })} onSelect={(id) => steps.some((step) => step.id === id) && choose(id)} />
      <div className="wf-columns">
        <StepList steps={steps} selected={selected?.id} onSelect={choose} />
        {selected === undefined ? <Empty>This workflow has no steps.</Empty> : <StepDetail key={selected.id} workflow={workflow} step={selected} />}
      </div>
    </>
  );
}
