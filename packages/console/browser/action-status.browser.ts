import { endOf, incidentWith, runRule, useSoarkit } from "@soarkit/testing";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type KeptSession, useBrowser } from "./harness/browser.js";
import { logIn, platformOf } from "./harness/people.js";
import { inspect } from "./harness/pictures.js";

const importRule = "Example: Anomali Staxx Import";
const queryRule = "Example: Anomali Staxx Query";
const refused = "10.1.2.3";
const found = "djcaps.gotdns.ch";

describe("Action Status", () => {
  const system = useSoarkit();
  const browser = useBrowser();
  let session: KeptSession;
  let incident = 0;

  beforeAll(async () => {
    const private_ = await incidentWith(system.client, { type: "IP Address", value: refused });
    incident = private_.incident.id;
    const properties = { auto_approve: "yes", confidence_level: "85", indicator_type: "malware", severity_level: "high", tlp_color: "AMBER" };
    await endOf(system.client, incident, await runRule(system.client, incident, private_.artifact.id, importRule, properties));
    const [second] = await system.client.post<{ id: number }[]>(`/incidents/${incident}/artifacts`, { type: "DNS Name", value: found });
    await endOf(system.client, incident, await runRule(system.client, incident, second?.id ?? 0, queryRule));
    session = await browser.sessionOf(platformOf(system), (page) => logIn(page, system));
  });

  async function open(path: string): Promise<Page> {
    const { page } = await browser.visit(platformOf(system), { storageState: session });
    await page.goto(platformOf(system) + path);
    return page;
  }

  it("shows what is pending or in error, and what is completed only when asked", async () => {
    const page = await open("/actions");
    await page.getByRole("row").filter({ hasText: refused }).waitFor();
    expect(await page.getByRole("row").filter({ hasText: found }).count()).toBe(0);
    await page.getByRole("group", { name: "Show actions that are" }).getByText("Completed").click();
    const rowOf = (value: string, rule: string) => page.getByRole("row").filter({ hasText: value }).filter({ hasText: rule });
    await rowOf(found, queryRule).waitFor();
    await rowOf(refused, importRule).waitFor();
    await page.reload();
    await rowOf(found, queryRule).waitFor();
  });

  it("a row opens what happened: progress, times, user, rule, workflow, inputs, result", async () => {
    const page = await open("/actions");
    await page.getByRole("row").filter({ hasText: refused }).waitFor();
    await page.getByRole("group", { name: "Show actions that are" }).getByText("Completed").click();
    await page.getByRole("row").filter({ hasText: found }).getByRole("link", { name: queryRule }).click();
    const entry = page.getByRole("region", { name: queryRule });
    await entry.getByText("Inputs", { exact: true }).first().waitFor();
    const text = await entry.innerText();
    for (const part of ["Rule", "Workflow", "Function", "Destination", "Started by", "Started", "Ended", "Took", "staxx_indicator", found]) expect(text).toContain(part);
    expect(await entry.getByRole("list").first().getByRole("listitem").count()).toBeGreaterThan(3);
    await entry.getByText("Result", { exact: true }).last().click();
    await entry.getByRole("region", { name: "Result" }).filter({ hasText: '"outcome"', visible: true }).waitFor();
  });

  it("an entry that failed tells why, in the app's words", async () => {
    const page = await open("/actions");
    await page.getByRole("row").filter({ hasText: refused }).getByRole("link", { name: importRule }).click();
    const entry = page.getByRole("region", { name: importRule });
    await entry.getByText(/private/i).first().waitFor();
  });

  it("is beside the incident, too, and Escape brings the focus back", async () => {
    const page = await open(`/incidents/${incident}`);
    await page.getByRole("button", { name: "Actions", exact: true }).click();
    await page.getByRole("menuitem", { name: /Action Status/ }).click();
    const panel = page.getByRole("region", { name: `Action Status of incident ${incident}` });
    await panel.getByRole("button", { name: new RegExp(importRule) }).click();
    await panel.getByText(/private/i).first().waitFor();
    expect(await panel.getByRole("button", { name: new RegExp(queryRule) }).count()).toBe(0);
    await panel.getByRole("group", { name: "Show actions that are" }).getByText("Completed").click();
    await panel.getByRole("button", { name: new RegExp(queryRule) }).waitFor();
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "hidden" });
  });

  it("shows what people started without what automatic rules did, which a switch with their number brings", async () => {
    const page = await open("/actions?state=pending,error,completed");
    const automatic = page.getByRole("row").filter({ hasText: "ArtifactCreated" });
    await page.getByRole("row").filter({ hasText: queryRule }).waitFor();
    const many = page.getByRole("switch", { name: /^Automatic rules \([1-9]\d*\)$/ });
    await many.waitFor();
    expect(await automatic.count()).toBe(0);
    expect(await inspect(page, "action-status-people")).toEqual([]);
    await many.click();
    await automatic.first().waitFor();
    await page.getByRole("row").filter({ hasText: queryRule }).waitFor();
    expect(page.url()).toContain("automatic=all");
    expect(await inspect(page, "action-status-automatic")).toEqual([]);
  });

  it("beside the incident, too, has what people started first", async () => {
    const page = await open(`/incidents/${incident}`);
    await page.getByRole("button", { name: "Actions", exact: true }).click();
    await page.getByRole("menuitem", { name: /Action Status/ }).click();
    const panel = page.getByRole("region", { name: `Action Status of incident ${incident}` });
    await panel.getByRole("group", { name: "Show actions that are" }).getByText("Completed").click();
    const people = panel.getByRole("list", { name: "Started by people" });
    const automatic = panel.getByRole("list", { name: "Automatic rules" });
    await people.getByRole("button", { name: new RegExp(queryRule) }).waitFor();
    expect(await automatic.count()).toBe(0);
    await panel.getByRole("switch", { name: /^Automatic rules \([1-9]/ }).check();
    await automatic.getByRole("button", { name: /ArtifactCreated/ }).first().waitFor();
    expect(await people.getByRole("button", { name: /ArtifactCreated/ }).count()).toBe(0);
    expect(await inspect(page, "action-status-panel")).toEqual([]);
  });
});
