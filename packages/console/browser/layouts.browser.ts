import type { IncidentDTO, LayoutDTO } from "@soarkit/protocol";
import { useSoarkit } from "@soarkit/testing";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type KeptSession, useBrowser } from "./harness/browser.js";
import { violations } from "./harness/accessibility.js";
import { logIn, platformOf } from "./harness/people.js";
import { documentPicture, inspect, settled } from "./harness/pictures.js";

describe("a workspace for every incident, as the TruSTAR guide shows it", () => {
  const system = useSoarkit();
  const browser = useBrowser();
  let session: KeptSession;

  beforeAll(async () => {
    session = await browser.sessionOf(platformOf(system), (page) => logIn(page, system));
  });

  async function open(path: string): Promise<Page> {
    const { page } = await browser.visit(platformOf(system), { storageState: session });
    await page.goto(`${platformOf(system)}${path}`);
    await settled(page);
    return page;
  }
  const wizard = () => system.client.get<LayoutDTO>("/layouts/1");
  async function saveWizard(change: (content: LayoutDTO["content"]) => LayoutDTO["content"]): Promise<void> {
    const { vers, content } = await wizard();
    await system.client.put("/layouts/1", { vers, content: change(content) });
  }

  it("is put into the wizard, saved, asked for, and shown on the incident (figures 1 to 5)", async () => {
    const page = await open("/incidents");
    await page.getByRole("button", { name: /Soarkit Administrator/ }).click();
    await page.getByRole("menuitem", { name: "Customization Settings" }).waitFor();
    expect(await documentPicture(page, "trustar-figure-1")).toEqual([]);
    await page.getByRole("menuitem", { name: "Customization Settings" }).click();
    await page.getByRole("navigation", { name: "Customization Settings" }).getByRole("link", { name: "Layouts" }).click();
    await page.getByRole("heading", { level: 1, name: "Layouts" }).waitFor();
    expect(await documentPicture(page, "trustar-figure-2")).toEqual([]);

    await page.getByRole("searchbox", { name: "Find a field" }).fill("worksp");
    await page.getByRole("button", { name: "Add Workspace to Describe the Incident" }).click();
    await page.locator("[data-field-path=workspace]").waitFor();
    await page.getByRole("button", { name: "Move Workspace up" }).click();
    expect(await documentPicture(page, "trustar-figure-3")).toEqual([]);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved. New incidents ask for Workspace.").waitFor();
    expect(await documentPicture(page, "trustar-figure-4")).toEqual([]);

    await page.goto(`${platformOf(system)}/incidents/new`);
    await page.getByRole("textbox", { name: "Name" }).fill("Machete espionage report");
    await page.getByRole("button", { name: "Create incident" }).click();
    await page.getByText("Choose a value").waitFor();
    await page.getByRole("combobox", { name: "Workspace" }).click();
    await page.getByRole("option", { name: "Demo" }).waitFor();
    expect(await documentPicture(page, "trustar-figure-5")).toEqual([]);
    await page.getByRole("option", { name: "Demo" }).click();
    await page.getByRole("textbox", { name: "Description" }).fill("It calls djcaps.gotdns.ch and 45.33.2.79.");
    await page.getByRole("checkbox", { name: /djcaps/ }).waitFor();
    await page.getByRole("checkbox", { name: /45\.33\.2\.79/ }).uncheck();
    await page.reload();
    expect(await page.getByRole("textbox", { name: "Name" }).inputValue()).toBe("Machete espionage report");
    expect(await page.getByRole("combobox", { name: "Workspace" }).inputValue()).toBe("Demo");
    await page.getByRole("checkbox", { name: /45\.33\.2\.79/ }).uncheck();
    await page.getByRole("button", { name: "Create incident" }).click();
    await page.getByRole("heading", { level: 1, name: "Machete espionage report" }).waitFor();
    await page.getByLabel("Summary of the incident").getByText("Demo", { exact: true }).waitFor();
    const id = Number(/incidents\/(\d+)/.exec(page.url())?.[1]);
    expect((await system.client.get<IncidentDTO>(`/incidents/${id}?handle_format=names&want_artifacts=true`))).toMatchObject({ workspace: "Demo", artifacts: [expect.objectContaining({ value: "djcaps.gotdns.ch" })] });
    await page.goto(`${platformOf(system)}/incidents?workspace=1`);
    await page.getByText("Workspace: Default workspace").waitFor();
    await page.getByRole("link", { name: "Machete espionage report" }).waitFor({ state: "hidden" });
  });

  it("is placed without a mouse, with a second step by condition, and told to whoever edits at the same time", async () => {
    await saveWizard((content) => content.map((block) => ({ ...block, fields: block.fields.filter((item) => item.content !== "workspace") })));
    const page = await open("/customize/layouts/wizard");
    await page.getByRole("button", { name: "Add Step" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 2, name: "2 Step 2" }).waitFor();
    await page.getByRole("searchbox", { name: "Find a field" }).focus();
    await page.keyboard.type("worksp");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "Add Workspace to Step 2" }).focus();
    await page.keyboard.press("Enter");
    await page.locator("[data-field-path=workspace]").waitFor();
    await page.getByRole("button", { name: "Name and condition of Step 2" }).focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Name" }).fill("Where");
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 2, name: "2 Where" }).waitFor();

    await saveWizard((content) => content.map((block) => ({ ...block, fields: [...block.fields, { element: "field", field_type: "incident", content: "city", show_if: null, step_label: null, fields: [] }] })));
    await page.getByText("Somebody else has saved this layout").waitFor();
    await page.getByRole("button", { name: "Keep mine" }).click();
    await page.getByRole("button", { name: "Save" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("Saved. New incidents ask for Workspace.").waitFor();
    expect((await wizard()).content.map((block) => [block.step_label, block.fields.some((item) => item.content === "workspace")])).toEqual([["Describe the Incident", false], ["Where", true]]);

    await page.goto(`${platformOf(system)}/incidents/new`);
    await page.getByRole("textbox", { name: "Name" }).fill("By steps");
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("heading", { level: 2, name: "Where" }).waitFor();
    await page.getByRole("combobox", { name: "Workspace" }).waitFor();
  });

  it("has pages that look the same in both themes and sizes and that axe finds nothing in", async () => {
    const pages: [string, string, (page: Page) => Promise<void>][] = [
      ["layouts-wizard", "/customize/layouts/wizard", (page) => page.getByRole("button", { name: "Save" }).waitFor()],
      ["layouts-incident", "/customize/layouts/incident", (page) => page.getByRole("button", { name: "Save" }).waitFor()],
      ["artifact-types", "/customize/types/artifacts", (page) => page.getByText("Malware MD5 Hash").first().waitFor()],
      ["incident-types", "/customize/types/incident-types", (page) => page.getByText("System Intrusion").first().waitFor()],
      ["workspaces", "/admin/workspaces", (page) => page.getByRole("link", { name: "Demo" }).waitFor()],
      ["workspace", "/admin/workspaces/1", (page) => page.getByRole("table", { name: "Members of the workspace" }).waitFor()],
    ];
    for (const [name, path, ready] of pages) {
      const page = await open(path);
      await ready(page);
      expect(await inspect(page, name)).toEqual([]);
    }
  });

  it("are made with their members by an administrator", async () => {
    const page = await open("/admin/workspaces");
    await page.getByRole("button", { name: "Create workspace" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("Night <b>shift</b>");
    await page.getByRole("button", { name: "Create", exact: true }).click();
    await page.getByRole("link", { name: "Night <b>shift</b>" }).click();
    await page.getByRole("heading", { level: 1, name: "Night <b>shift</b>" }).waitFor();
    await page.getByRole("table", { name: "Members of the workspace" }).getByText("in every workspace").waitFor();
  });
});
