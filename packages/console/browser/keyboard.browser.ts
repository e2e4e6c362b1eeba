import { incidentWith, useSoarkit } from "@soarkit/testing";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { useBrowser } from "./harness/browser.js";
import { noteWith } from "./harness/incident-page.js";
import { logIn, platformOf } from "./harness/people.js";

/** Name or text of what has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return "nothing";
    return `${element.tagName.toLowerCase()} ${element.getAttribute("aria-label") ?? element.textContent.slice(0, 80)}`;
  });
}

describe("without a mouse", () => {
  const system = useSoarkit();
  const browser = useBrowser();

  it("from the list to an import, its action status, a note and back", async () => {
    await incidentWith(system.client, { type: "DNS Name", value: "other.machete-report.com" });
    const { incident } = await incidentWith(system.client, { type: "DNS Name", value: "djcaps.gotdns.ch" });
    const { page } = await browser.visit(platformOf(system));
    await logIn(page, system);
    await page.getByRole("link", { name: "About djcaps.gotdns.ch" }).waitFor();

    await page.goto(`${platformOf(system)}/incidents`);
    await page.getByRole("link", { name: "About djcaps.gotdns.ch" }).waitFor();
    await page.keyboard.press("Tab");
    expect(await focused(page)).toMatch(/Skip|content/i);
    await page.keyboard.press("Enter");

    await page.keyboard.press("j");
    expect(await focused(page)).toBe("a About djcaps.gotdns.ch");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: incident.name }).waitFor();

    await page.keyboard.press("3");
    await page.getByRole("tab", { name: /^Artifacts/, selected: true }).waitFor();
    await page.getByRole("row").filter({ hasText: "djcaps.gotdns.ch" }).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press(".");
    await page.getByRole("menuitem", { name: "Example: Anomali Staxx Import" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.locator("[role=menuitem]:focus").waitFor();
    while (!(await focused(page)).endsWith("Example: Anomali Staxx Import")) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Example: Anomali Staxx Import" });
    await dialog.waitFor();
    await dialog.locator("input:focus").waitFor();

    await page.keyboard.press("Tab");
    await page.keyboard.type("70");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    await page.getByRole("option", { name: "AMBER" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+Enter");
    await dialog.waitFor({ state: "hidden" });
    await page.locator("tr[data-row] :focus, tr[data-row]:focus").waitFor();

    await page.keyboard.press("s");
    await page.getByRole("region", { name: /^Action Status of incident/ }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("region", { name: /^Action Status of incident/ }).waitFor({ state: "hidden" });

    await page.keyboard.press("m");
    await page.locator("textarea:focus").waitFor();
    await page.keyboard.type("Written without a mouse.");
    await page.keyboard.press("Control+Enter");
    await noteWith(page, "Written without a mouse.").waitFor();
    await page.keyboard.press("Escape");

    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").and(page.locator(":focus")).waitFor();
    await page.keyboard.type("List Incidents");
    await page.getByRole("option", { name: /List Incidents/ }).first().waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: /^Incidents/ }).waitFor();
  });
});
