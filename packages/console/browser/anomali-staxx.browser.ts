import type { Entities, IncidentDTO, WorkflowDTO } from "@soarkit/protocol";
import { useSoarkit } from "@soarkit/testing";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type KeptSession, useBrowser } from "./harness/browser.js";
import { choose, chooseOnArtifact, importArtifact, noteWith, openTab, queryArtifact } from "./harness/incident-page.js";
import { hubOf, logIn, logInToHub, newHubAdministrator, platformOf } from "./harness/people.js";
import { documentPicture } from "./harness/pictures.js";

/** Values of ESET's Machete report, and one that means nothing to others. */
const artifacts = [
  { type: "DNS Name", value: "updates.machete-report.com", description: "Command and control" },
  { type: "DNS Name", value: "djcaps.gotdns.ch", description: "Command and control" },
  { type: "URL", value: "http://6e24a5fb.ngrok.io/file.php", description: "Download of the second stage" },
  { type: "Malware SHA-1 Hash", value: "00397da69b8e748720aedfd80d78166573c33ec8", description: "Python backdoor" },
  { type: "IP Address", value: "10.1.2.3", description: "The infected machine" },
];
const [server, host] = ["updates.machete-report.com", "djcaps.gotdns.ch"];

describe("the pages that the documentation of the STAXX app shows", () => {
  const system = useSoarkit([]);
  const browser = useBrowser();
  let session: KeptSession;
  let incident = 0;

  beforeAll(async () => {
    const made = await system.client.post<IncidentDTO>("/incidents", { name: "Machete report", description: "From the blog of ESET.", discovered_date: Date.now() });
    incident = made.id;
    for (const artifact of artifacts) await system.client.post(`/incidents/${incident}/artifacts`, artifact);
    session = await browser.sessionOf(platformOf(system), (page) => logIn(page, system));
  });

  async function open(path: string): Promise<Page> {
    const { page } = await browser.visit(platformOf(system), { storageState: session });
    await page.goto(`${platformOf(system)}${path}`);
    return page;
  }

  it("the rules in an artifact's menu", async () => {
    const page = await open(`/incidents/${incident}/artifacts`);
    await page.getByRole("button", { name: `Actions for ${server}`, exact: true }).click();
    await page.getByRole("menuitem", { name: "Example: Anomali Staxx Query" }).waitFor();
    expect(await documentPicture(page, "anomali-staxx-menu")).toEqual([]);
  });

  it("the import's dialog, filled in, and the note it leads to", async () => {
    const page = await open(`/incidents/${incident}/artifacts`);
    await chooseOnArtifact(page, server, "Example: Anomali Staxx Import");
    const dialog = page.getByRole("dialog", { name: "Example: Anomali Staxx Import" });
    await choose(dialog, "Auto Approve", "yes");
    await dialog.getByRole("textbox", { name: "Confidence Level" }).fill("85");
    await choose(dialog, "Indicator Type", "malware");
    await choose(dialog, "Severity Level", "high");
    await choose(dialog, "TLP Color", "AMBER");
    expect(await documentPicture(page, "anomali-staxx-import-dialog", 820)).toEqual([]);
    await dialog.getByRole("button", { name: "Execute" }).click();
    await dialog.waitFor({ state: "hidden" });
    await openTab(page, "Notes");
    await noteWith(page, /added to Anomali Staxx/).waitFor();
    expect(await documentPicture(page, "anomali-staxx-import-note", 720)).toEqual([]);
  });

  it("the note of a query", async () => {
    const page = await open(`/incidents/${incident}/artifacts`);
    await queryArtifact(page, host);
    await openTab(page, "Notes");
    const note = noteWith(page, "Staxx results");
    await note.filter({ hasText: host }).waitFor();
    expect(await documentPicture(page, "anomali-staxx-query-note", 760)).toEqual([]);
  });

  it("a call that failed, in the action status, with its reason", async () => {
    const page = await open(`/incidents/${incident}/artifacts`);
    await importArtifact(page, "10.1.2.3", "yes");
    await page.getByRole("button", { name: "Actions", exact: true }).click();
    await page.getByRole("menuitem", { name: /Action Status/ }).click();
    const panel = page.getByRole("region", { name: `Action Status of incident ${incident}` });
    await panel.getByRole("button", { name: /Example: Anomali Staxx Import/ }).first().click();
    await panel.getByText(/private/i).first().waitFor();
    expect(await documentPicture(page, "anomali-staxx-action-status", 720)).toEqual([]);
  });

  it("one note on all artifacts of an incident", async () => {
    const page = await open(`/incidents/${incident}/notes`);
    await page.getByRole("button", { name: "Actions", exact: true }).click();
    await page.getByRole("menuitem", { name: "Example: Anomali Staxx Import All" }).click();
    const dialog = page.getByRole("dialog", { name: "Example: Anomali Staxx Import All" });
    await choose(dialog, "Auto Approve", "yes");
    await dialog.getByRole("textbox", { name: "Confidence Level" }).fill("85");
    await choose(dialog, "Indicator Type", "malware");
    await choose(dialog, "Severity Level", "high");
    await choose(dialog, "TLP Color", "AMBER");
    await dialog.getByRole("button", { name: "Execute" }).click();
    await dialog.waitFor({ state: "hidden" });
    const note = noteWith(page, /Import of the incident's artifacts/);
    await note.waitFor();
    for (const { value } of artifacts) expect(await note.innerText()).toContain(value);
    expect(await documentPicture(page, "anomali-staxx-import-all-note", 780)).toEqual([]);
  });

  it("the import's workflow with the scripts of its function", async () => {
    const workflow = (await system.client.get<Entities<WorkflowDTO>>("/workflows")).entities.find((candidate) => candidate.programmatic_name === "example_staxx_indicator_import");
    const page = await open(`/customize/workflows/${workflow?.workflow_id ?? 0}`);
    await page.locator(".djs-shape").first().waitFor();
    await page.getByRole("tab", { name: "Post-Process Script" }).click();
    await page.locator(".cm-content").first().waitFor();
    expect(await documentPicture(page, "anomali-staxx-workflow", 900)).toEqual([]);
  });

  it("an import that waits on the hub, one value corrected by who approves it", async () => {
    const page = await open(`/incidents/${incident}/artifacts`);
    await system.client.post(`/incidents/${incident}/artifacts`, { type: "DNS Name", value: "koliast.com" });
    await page.reload();
    await importArtifact(page, "koliast.com", "no");
    await openTab(page, "Notes");
    await noteWith(page, "koliast.com").waitFor();
    const password = await newHubAdministrator(system, "approver");
    const hub = await browser.visit(hubOf(system));
    await logInToHub(hub.page, system, "approver", password);
    await hub.page.getByRole("link", { name: "Approvals" }).first().click();
    await hub.page.getByRole("row").filter({ hasText: "koliast.com" }).getByRole("link").first().click();
    await hub.page.getByRole("button", { name: /^Approve \d+$/ }).waitFor();
    expect(await documentPicture(hub.page, "anomali-staxx-approval", 480)).toEqual([]);
    await hub.page.getByRole("button", { name: "Correct and approve 1…" }).click();
    const correction = hub.page.getByRole("dialog", { name: "Correct and approve" });
    await choose(correction, "Severity", "low");
    await correction.getByRole("button", { name: /Approve/ }).click();
    await correction.waitFor({ state: "hidden" });
    await hub.page.getByText(/1 stored/).waitFor();
    await hub.page.getByText("Closed by approver.").waitFor();
  });
});
