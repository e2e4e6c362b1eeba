import type { Entities, WorkflowDTO } from "@soarkit/protocol";
import { incidentWith, notesOf, useSoarkit } from "@soarkit/testing";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type KeptSession, useBrowser } from "./harness/browser.js";
import { choose, chooseOnArtifact, importArtifact, markPage, noteWith, openTab, queryArtifact, reloaded } from "./harness/incident-page.js";
import { hubOf, logIn, loginLink, platformOf } from "./harness/people.js";

/** Values of ESET's Machete report, made harmless as such reports are. */
const report = `Machete just got sharper. The operators' servers are 142[.]44[.]236[.]15 and djcaps[.]gotdns[.]ch;
further stages come from hxxp://6e24a5fb[.]ngrok[.]io/file.php. Seen as 00397da69b8e748720aedfd80d78166573c33ec8.`;
const address = "142.44.236.15";
const name = "djcaps.gotdns.ch";
const url = "http://6e24a5fb.ngrok.io/file.php";

describe("the journey of the demo, by clicking", () => {
  const system = useSoarkit([]);
  const browser = useBrowser();
  let session: KeptSession;
  let incidentPath = "";

  beforeAll(async () => {
    session = await browser.sessionOf(platformOf(system), (page) => logIn(page, system));
  });

  async function openIncident(): Promise<Page> {
    const { page } = await browser.visit(platformOf(system), { storageState: session });
    await page.goto(platformOf(system) + incidentPath);
    await page.getByRole("heading", { level: 1, name: "Machete report" }).waitFor();
    return page;
  }

  it("logs in by the printed link, makes an incident and fills it from the pasted report", async () => {
    const { page } = await browser.visit(platformOf(system));
    await page.goto(loginLink(system, platformOf(system)));
    await page.getByRole("heading", { level: 1, name: /Incidents/ }).waitFor();
    await page.getByRole("link", { name: "New Incident" }).first().click();
    await page.getByRole("textbox", { name: "Name" }).fill("Machete report");
    await page.getByRole("textbox", { name: "Description" }).fill("From the blog of ESET.");
    await page.getByRole("button", { name: "Create incident" }).click();
    await page.getByRole("heading", { level: 1, name: "Machete report" }).waitFor();
    incidentPath = new URL(page.url()).pathname.split("/").slice(0, 3).join("/");

    await openTab(page, "Artifacts");
    await page.getByRole("button", { name: "Add Artifact" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Add Artifact" });
    await dialog.getByText("From text", { exact: true }).click();
    await dialog.getByRole("textbox", { name: "Text" }).fill(report);
    await dialog.getByRole("button", { name: "Find artifacts" }).click();
    await dialog.getByRole("checkbox", { name: `Add ${address}` }).waitFor();
    await dialog.getByRole("button", { name: /^Add \d+ artifacts$/ }).click();
    await dialog.waitFor({ state: "hidden" });
    for (const value of [address, name, url]) await page.getByRole("button", { name: `Actions for ${value}`, exact: true }).waitFor();
  });

  it("does not log in twice by the same link, and says so", async () => {
    const { page } = await browser.visit(platformOf(system));
    await page.goto(loginLink(system, platformOf(system)));
    await page.getByRole("alert").filter({ hasText: "does not log in any more" }).waitFor();
  });

  it("asks for the rule's fields, keeps what is missing in sight, and imports", async () => {
    const page = await openIncident();
    await markPage(page);
    await chooseOnArtifact(page, address, "Example: Anomali Staxx Import");
    const dialog = page.getByRole("dialog", { name: "Example: Anomali Staxx Import" });
    expect(await dialog.getByRole("combobox", { name: "Auto Approve" }).inputValue()).toBe("no");
    expect(await dialog.getByRole("combobox", { name: "TLP Color" }).inputValue()).toBe("");
    await dialog.getByRole("button", { name: "Execute" }).click();
    await dialog.getByText(/required|Choose|Enter/i).first().waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });

    await importArtifact(page, address, "yes");
    await openTab(page, "Notes");
    const note = noteWith(page, /added to Anomali Staxx/);
    await note.waitFor();
    const text = await note.innerText();
    for (const line of [address, /Confidence: 85/, /Indicator Type: malware/, /TLP: AMBER/, /Severity: high/]) expect(text).toMatch(line);
    expect(await reloaded(page)).toBe(false);
  });

  it("queries, and the note shows the documented lines", async () => {
    const page = await openIncident();
    await queryArtifact(page, address);
    await openTab(page, "Notes");
    const note = noteWith(page, "Staxx results");
    await note.waitFor();
    const text = await note.innerText();
    for (const line of [address, /Date Updated: .+\(UTC\)/, /Confidence: 85/, /TLP: AMBER/, /Type: mal_ip/, /Severity: high/, /Campaign:/, /Feed:/, /Source:/, /Actor:/, /Detail:/]) expect(text).toMatch(line);
  });

  it("an import waits in the hub's queue, is approved there, and is then found from the incident", async () => {
    const page = await openIncident();
    await importArtifact(page, url, "no");
    await openTab(page, "Notes");
    await noteWith(page, /not visible there yet|approval/).filter({ hasText: url }).waitFor();

    const hub = await browser.visit(hubOf(system));
    await hub.page.goto(loginLink(system, hubOf(system)));
    await hub.page.getByRole("link", { name: "Approvals" }).first().click();
    await hub.page.getByRole("row").filter({ hasText: url }).getByRole("link").first().click();
    await hub.page.getByRole("row").filter({ hasText: url }).waitFor();
    await hub.page.getByRole("button", { name: /^Approve \d+$/ }).click();
    await hub.page.getByText(/1 stored/).waitFor();

    await queryArtifact(page, url);
    await openTab(page, "Notes");
    const note = noteWith(page, "Staxx results").filter({ hasText: url });
    await note.waitFor();
    expect(await note.innerText()).toMatch(/Feed: import/);
  });

  it("a changed post-process script is tried without effect, saved, and seen in the next note", async () => {
    const { incident, artifact } = await incidentWith(system.client, { type: "DNS Name", value: "script.machete-report.com" });
    const workflow = (await system.client.get<Entities<WorkflowDTO>>("/workflows")).entities.find((candidate) => candidate.programmatic_name === "example_staxx_indicator_search");
    const { page } = await browser.visit(platformOf(system), { storageState: session });
    await page.goto(`${platformOf(system)}/customize/workflows/${workflow?.workflow_id ?? 0}`);
    await page.getByRole("tab", { name: "Post-Process Script" }).click();
    const editor = page.getByRole("textbox", { name: "Post-Process Script of Staxx Query" });
    await editor.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await page.keyboard.insertText('incident.addNote("seen by the browser: " + artifact.value)');

    const trying = page.getByRole("region", { name: "Try the script" });
    await trying.getByRole("combobox", { name: "Incident" }).click();
    await page.getByRole("option", { name: new RegExp(`^${incident.id} `) }).click();
    await choose(trying, "Artifact", `DNS Name: ${artifact.value}`);
    await trying.getByRole("button", { name: "Try" }).click();
    await trying.getByText(`seen by the browser: ${artifact.value}`).waitFor();
    expect(await notesOf(system.client, incident.id)).toEqual([]);

    await page.getByRole("button", { name: /^Save as version/ }).click();
    await page.getByText(/Saved as version/).waitFor();

    await page.goto(`${platformOf(system)}/incidents/${incident.id}`);
    await queryArtifact(page, artifact.value);
    await openTab(page, "Notes");
    await noteWith(page, `seen by the browser: ${artifact.value}`).waitFor();
    expect(await notesOf(system.client, incident.id)).toEqual([`seen by the browser: ${artifact.value}`]);
  });
});
