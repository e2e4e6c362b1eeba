import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { ActionInvocationDTO, ArtifactDTO, Entities, FieldDefDTO, WorkflowDTO } from "@soarkit/protocol";
import { useSoarkit } from "@soarkit/testing";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type KeptSession, useBrowser } from "./harness/browser.js";
import { logIn, platformOf, runDemo } from "./harness/people.js";
import { inspect, settled } from "./harness/pictures.js";

/** Made anew with README_PICTURE=1; else only kept among the artefacts of the run. */
const readmePicture = fileURLToPath(new URL("../../../docs/images/", import.meta.url));

describe("every page of the platform, in both sizes and both themes", () => {
  const system = useSoarkit([]);
  const browser = useBrowser();
  let session: KeptSession;
  let incident = 0;

  beforeAll(async () => {
    incident = runDemo(system);
    const severity = (await system.client.get<FieldDefDTO>("/types/incident/fields/severity_code")).values.find(({ label }) => label === "High");
    await system.client.patch(`/incidents/${incident}`, { changes: [{ field: "severity_code", old_value: { id: null }, new_value: { id: severity?.value } }] });
    session = await browser.sessionOf(platformOf(system), (page) => logIn(page, system));
  });

  async function open(path: string): Promise<Page> {
    const { page } = await browser.visit(platformOf(system), { storageState: session });
    await page.goto(`${platformOf(system)}${path}`);
    await settled(page);
    return page;
  }

  async function firstId(list: string): Promise<number> {
    return (await system.client.get<Entities<{ id: number }>>(list)).entities[0]?.id ?? 0;
  }

  /** The workflow that the demo's imports run. */
  async function workflowId(): Promise<number> {
    const { entities } = await system.client.get<Entities<WorkflowDTO>>("/workflows");
    return entities.find((candidate) => candidate.programmatic_name === "example_staxx_indicator_import")?.workflow_id ?? 0;
  }

  it("login", async () => {
    const { page } = await browser.visit(platformOf(system));
    await page.goto(`${platformOf(system)}/incidents/${incident}`);
    await page.getByRole("button", { name: "Log in" }).waitFor();
    expect(await inspect(page, "login")).toEqual([]);
  });

  const plain: [name: string, path: () => string | Promise<string>, ready: (page: Page) => Promise<void>][] = [
    ["incidents", () => "/incidents", (page) => page.getByRole("link", { name: /Machete/ }).first().waitFor()],
    ["incidents-filtered-empty", () => "/incidents?q=nothing-has-this-name", (page) => page.getByRole("button", { name: /Clear/ }).first().waitFor()],
    ["new-incident", () => "/incidents/new", (page) => page.getByRole("textbox", { name: "Name" }).waitFor()],
    ["incident-details", () => `/incidents/${incident}/details`, (page) => page.getByRole("tab", { name: /Details/, selected: true }).waitFor()],
    ["incident-notes", () => `/incidents/${incident}/notes`, (page) => page.getByRole("article").first().waitFor()],
    ["incident-artifacts", () => `/incidents/${incident}/artifacts`, (page) => page.getByRole("row").nth(3).waitFor()],
    ["incident-attachments", () => `/incidents/${incident}/attachments`, (page) => page.getByRole("tab", { name: /Attachments/, selected: true }).waitFor()],
    ["incident-newsfeed", () => `/incidents/${incident}/newsfeed`, (page) => page.getByRole("tab", { name: /News Feed/, selected: true }).waitFor()],
    ["actions", () => "/actions", (page) => page.getByRole("heading", { name: /Action Status/ }).waitFor()],
    ["actions-completed", () => "/actions?state=pending,error,completed", (page) => page.getByRole("heading", { name: /Action Status/ }).waitFor()],
    ["rules", () => "/customize/rules", (page) => page.getByRole("link", { name: "Example: Anomali Staxx Import", exact: true }).waitFor()],
    ["rule", async () => `/customize/rules/${await firstId("/actions")}`, (page) => page.getByRole("heading", { level: 1 }).waitFor()],
    ["workflows", () => "/customize/workflows", (page) => page.getByRole("link", { name: /Staxx/ }).first().waitFor()],
    ["workflow", async () => `/customize/workflows/${await workflowId()}`, (page) => page.locator(".djs-shape").first().waitFor()],
    ["workflow-post-script", async () => `/customize/workflows/${await workflowId()}?part=post`, (page) => page.locator(".cm-content").first().waitFor()],
    ["workflow-instances", async () => `/customize/workflows/${await workflowId()}?show=instances`, (page) => page.getByRole("row").nth(1).waitFor()],
    ["workflow-instance", async () => `/customize/workflows/${await workflowId()}/instances/${(await someInvocation("Import")).workflow_instance_id ?? 0}`, (page) => page.locator(".djs-shape").first().waitFor()],
    ["functions", () => "/customize/functions", (page) => page.getByRole("link", { name: /staxx/i }).first().waitFor()],
    ["function", async () => `/customize/functions/${await firstId("/functions")}`, (page) => page.getByRole("heading", { level: 1 }).waitFor()],
    ["destinations", () => "/customize/destinations", (page) => page.getByText("fn_anomali_staxx").first().waitFor()],
    ["destination", async () => `/customize/destinations/${await firstId("/message_destinations")}`, (page) => page.getByRole("heading", { level: 1 }).waitFor()],
    ["scripting-log", () => "/admin/scripting-log", (page) => page.getByRole("row").nth(1).waitFor()],
    ["system", () => "/admin/system", (page) => page.getByRole("heading", { name: "Integration servers" }).waitFor()],
    ["settings", () => "/settings", (page) => page.getByRole("heading", { level: 1 }).waitFor()],
    ["not-found", () => "/customize/no-such-page", (page) => page.getByRole("heading", { level: 1 }).waitFor()],
  ];

  async function someInvocation(rule = "Query"): Promise<ActionInvocationDTO> {
    const [first] = (await system.client.get<Entities<ActionInvocationDTO>>(`/incidents/${incident}/action_invocations`)).entities.filter((entry) => entry.workflow_instance_id !== null && entry.action?.name.endsWith(rule) === true);
    if (first === undefined) throw new Error("the demo ran nothing");
    return first;
  }

  for (const [name, path, ready] of plain) {
    it(name, async () => {
      const page = await open(await path());
      await ready(page);
      expect(await inspect(page, name)).toEqual([]);
    });
  }

  it("an incident that does not exist", async () => {
    const { page, watch } = await browser.visit(platformOf(system), { storageState: session });
    watch.allow(/status of 404 .*\/incidents\/999999/);
    await page.goto(`${platformOf(system)}/incidents/999999`);
    await page.getByText(/does not exist/).waitFor();
    expect(await inspect(page, "incident-unknown")).toEqual([]);
  });

  it("action entry, open beside the list", async () => {
    const page = await open(`/actions/${(await someInvocation()).id}?state=pending,error,completed`);
    await page.getByRole("region", { name: "Inputs" }).first().waitFor();
    expect(await inspect(page, "action-entry")).toEqual([]);
  });

  it("action status panel beside the incident, as the README shows it", async () => {
    const page = await open(`/incidents/${incident}/notes`);
    await page.getByRole("article").first().waitFor();
    await page.keyboard.press("s");
    const panel = page.getByRole("region", { name: /^Action Status of incident/ });
    await panel.getByRole("group", { name: "Show actions that are" }).getByText("Completed").click();
    await panel.getByRole("button", { name: /Staxx Query/ }).first().waitFor();
    expect(await inspect(page, "incident-action-status")).toEqual([]);
    if (process.env["README_PICTURE"] === undefined) return;
    await mkdir(readmePicture, { recursive: true });
    await page.screenshot({ path: `${readmePicture}incident.png` });
  });

  it("artifact drawer", async () => {
    const [artifact] = await system.client.get<ArtifactDTO[]>(`/incidents/${incident}/artifacts`);
    const page = await open(`/incidents/${incident}/artifacts/${artifact?.id ?? 0}`);
    await page.getByRole("tab", { name: "Properties" }).waitFor();
    expect(await inspect(page, "artifact-drawer")).toEqual([]);
  });

  it("menu of an artifact", async () => {
    const page = await open(`/incidents/${incident}/artifacts`);
    await page.getByRole("button", { name: /^Actions for/ }).first().click();
    await page.getByRole("menuitem", { name: "Example: Anomali Staxx Import" }).waitFor();
    expect(await inspect(page, "artifact-menu")).toEqual([]);
  });

  it("dialog of a rule", async () => {
    const page = await open(`/incidents/${incident}/artifacts`);
    await page.getByRole("button", { name: /^Actions for/ }).first().click();
    await page.getByRole("menuitem", { name: "Example: Anomali Staxx Import" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Execute" }).waitFor();
    expect(await inspect(page, "rule-dialog")).toEqual([]);
  });

  it("dialog to add artifacts", async () => {
    const page = await open(`/incidents/${incident}/artifacts`);
    await page.getByRole("button", { name: "Add Artifact" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await inspect(page, "add-artifact")).toEqual([]);
  });

  it("dialogs to close and to delete an incident", async () => {
    const page = await open(`/incidents/${incident}`);
    await page.getByRole("button", { name: /^Actions/ }).click();
    await page.getByRole("menuitem", { name: "Close Incident" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await inspect(page, "close-incident")).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.getByRole("button", { name: /^Actions/ }).click();
    await page.getByRole("menuitem", { name: "Delete Incident" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await inspect(page, "delete-incident")).toEqual([]);
  });

  it("command palette and list of shortcuts", async () => {
    const page = await open(`/incidents/${incident}`);
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("mach");
    await page.getByRole("option").first().waitFor();
    expect(await inspect(page, "palette")).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    expect(await inspect(page, "shortcuts")).toEqual([]);
  });
});
