import { readFile } from "node:fs/promises";
import type { ActionInvocationDTO, Entities, IncidentDTO, WorkflowDTO } from "@soarkit/protocol";
import { until, useSoarkit } from "@soarkit/testing";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type KeptSession, patienceMs, useBrowser } from "./harness/browser.js";
import { chooseOnArtifact, noteWith, openTab } from "./harness/incident-page.js";
import { hubOf, logIn, platformOf } from "./harness/people.js";
import { documentPicture, settled } from "./harness/pictures.js";

interface MispEvent {
  readonly Event: { readonly info: string; readonly Attribute: readonly { readonly type: string; readonly value: string; readonly comment: string }[] };
}

const artifactTypes: Readonly<Record<string, string>> = { sha1: "Malware SHA-1 Hash", domain: "DNS Name", "ip-dst": "IP Address" };
const host = "sports-collectors.com";

/** Values of ESET's report on PowerPool as artifacts: servers, and one file of each kind. */
async function powerpool(): Promise<{ type: string; value: string; description: string }[]> {
  const { response } = JSON.parse(await readFile(new URL("../../../samples/powerpool.json", import.meta.url), "utf8")) as { response: readonly MispEvent[] };
  const attributes = response.flatMap(({ Event }) => Event.Attribute);
  return attributes.flatMap(({ type, value, comment }, index) => {
    const artifactType = artifactTypes[type];
    const another = comment !== "" && attributes.findIndex((one) => one.comment === comment) !== index;
    return artifactType === undefined || another ? [] : [{ type: artifactType, value, description: comment === "" ? "Command and control" : comment }];
  });
}

describe("the pages that the TruSTAR guide shows, on an incident made from ESET's PowerPool report", () => {
  const system = useSoarkit();
  const browser = useBrowser();
  let session: KeptSession;
  let incident = 0;

  beforeAll(async () => {
    const made = await system.client.post<IncidentDTO>("/incidents", {
      name: "PowerPool blogpost",
      description: { format: "text", content: "PowerPool exploits a flaw in the task scheduler of Windows, days after it was made public. From the blog of ESET." },
      discovered_date: Date.now(),
      artifacts: await powerpool(),
    });
    incident = made.id;
    session = await browser.sessionOf(platformOf(system), (page) => logIn(page, system));
  });

  async function open(path: string): Promise<Page> {
    const { page } = await browser.visit(platformOf(system), { storageState: session });
    await page.goto(`${platformOf(system)}${path}`);
    await settled(page);
    return page;
  }

  async function workflow(name: string): Promise<WorkflowDTO> {
    const found = (await system.client.get<Entities<WorkflowDTO>>("/workflows")).entities.find((candidate) => candidate.programmatic_name === name);
    if (found === undefined) throw new Error(`there is no workflow ${name}`);
    return found;
  }

  /** Opens one script of a workflow's function step as an analyst does, from the list of workflows. */
  async function openScript(name: string, script: "Pre-Process Script" | "Post-Process Script"): Promise<Page> {
    const page = await open("/customize/workflows");
    await page.getByRole("link", { name: (await workflow(name)).name, exact: true }).click();
    await page.locator(".djs-shape").first().waitFor();
    await page.getByRole("tab", { name: script }).click();
    await page.locator(".cm-content").first().waitFor();
    return page;
  }

  it("an incident's menu sends it to TruSTAR, and a note has the report's deep link (figures 6 and 7)", async () => {
    const page = await open(`/incidents/${incident}/notes`);
    const send = page.getByRole("menuitem", { name: "Send To TruSTAR", exact: true });
    await page.getByRole("button", { name: "Actions", exact: true }).click();
    await send.waitFor();
    expect(await documentPicture(page, "trustar-figure-6")).toEqual([]);
    await page.keyboard.press("Escape");
    await send.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Actions", exact: true }).click();
    await send.click();
    const note = noteWith(page, "this incident is the report");
    await note.waitFor();
    const id = (await note.getByRole("link").last().innerText()).trim();
    expect(await documentPicture(page, "trustar-figure-7")).toEqual([]);
    expect(await note.innerHTML()).toContain(`${hubOf(system)}/constellation/reports/${id}`);
    expect(await page.getByRole("article").filter({ hasText: "this incident is the report" }).count()).toBe(1);
  });

  it("an artifact's menu whitelists its value and takes it off again, and all of the menu is on screen (figure 8)", async () => {
    const page = await open(`/incidents/${incident}/artifacts`);
    await page.getByRole("button", { name: /^Actions for/ }).last().click();
    const last = page.getByRole("menuitem").last();
    await last.waitFor();
    const box = await last.boundingBox();
    expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(800);
    await page.keyboard.press("Escape");
    await last.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: `Actions for ${host}`, exact: true }).click();
    await page.getByRole("menuitem", { name: "Undo Whitelist in TruSTAR", exact: true }).waitFor();
    expect(await documentPicture(page, "trustar-figure-8")).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("menu").waitFor({ state: "hidden" });
    for (const [rule, told] of [["Rule for workflow: Whitelist in TruSTAR", `whitelisted ${host} (URL)`], ["Rule for workflow: Undo whitelist in TruSTAR", `${host} is not whitelisted any more (Done)`]] as const) {
      await chooseOnArtifact(page, host, rule);
      await openTab(page, "Notes");
      await noteWith(page, told).waitFor();
    }
  });

  it("the rules Whitelist in TruSTAR and Undo Whitelist in TruSTAR in an artifact's menu do what they say", async () => {
    const page = await open(`/incidents/${incident}/artifacts`);
    for (const [rule, told] of [["Whitelist in TruSTAR", `Whitelisted in TruSTAR: ${host} (URL)`], ["Undo Whitelist in TruSTAR", `Not whitelisted in TruSTAR any more: ${host}`]] as const) {
      await chooseOnArtifact(page, host, rule);
      await until(`the action status says "${told}"`, patienceMs, async () => {
        const { entities } = await system.client.get<Entities<ActionInvocationDTO>>(`/incidents/${incident}/action_invocations`);
        return entities.some(({ action, messages }) => action?.name === rule && messages.some(({ text }) => text.includes(told))) ? true : undefined;
      });
    }
  });

  const figures: readonly [figure: string, workflow: string, script: "Pre-Process Script" | "Post-Process Script", lines: readonly string[]][] = [
    ["figure-9", "submit_report_to_trustar", "Pre-Process Script", ["inputs.trustar_incident_id = incident.id"]],
    ["figure-10", "get_priority_score_of_indicator", "Pre-Process Script", ["inputs.trustar_artifact_value = artifact.value"]],
    ["figure-11", "whitelist_in_trustar", "Pre-Process Script", ["inputs.trustar_artifact_value = artifact.value", "inputs.trustar_incident_id = incident.id"]],
    ["figure-11-undo", "undo_whitelist_in_trustar", "Pre-Process Script", ["inputs.trustar_artifact_value = artifact.value", "inputs.trustar_artifact_type = artifact.type", "inputs.trustar_incident_id = incident.id"]],
    ["figure-12", "submit_report_to_trustar", "Post-Process Script", ["incident.addNote", "results.get(\"id\")"]],
  ];
  for (const [figure, name, script, lines] of figures) {
    it(`the ${script} of ${name} (${figure})`, async () => {
      const page = await openScript(name, script);
      // The editor is there before its lines are.
      for (const line of lines) await expect.poll(() => page.locator(".cm-content").first().innerText(), { timeout: patienceMs }).toContain(line);
      expect(await documentPicture(page, `trustar-${figure}`, 940)).toEqual([]);
    });
  }

  it("a run of a function's workflow shows its inputs, its results, and its post-process script's note", async () => {
    const page = await open(`/incidents/${incident}/notes`);
    await page.getByRole("button", { name: "Actions", exact: true }).click();
    await page.getByRole("menuitem", { name: "Rule for workflow: Submit report to TruSTAR", exact: true }).click();
    await noteWith(page, "the incident was submitted as report").waitFor();
    const { workflow_id } = await workflow("submit_report_to_trustar");
    await page.goto(`${platformOf(system)}/customize/workflows/${workflow_id}?show=instances`);
    await page.getByRole("table", { name: "Instances" }).getByRole("link").first().click();
    const step = page.getByRole("region", { name: "What the step did" });
    await step.getByRole("region", { name: "Result" }).waitFor();
    const told = await step.innerText();
    for (const part of ["trustar_incident_id", "reportBody", "externalTrackingId", `RESILIENT${incident}`, "ENCLAVE", host]) expect(told).toContain(part);
    expect(await documentPicture(page, "trustar-workflow-result", 760)).toEqual([]);
  });
});
