import type { Locator, Page } from "playwright-core";

/** Opens a tab of the incident that is on screen. */
export async function openTab(page: Page, name: "Details" | "Notes" | "Artifacts" | "Attachments" | "News Feed"): Promise<void> {
  await page.getByRole("tab", { name: new RegExp(`^${name}`) }).click();
  await page.getByRole("tab", { name: new RegExp(`^${name}`), selected: true }).waitFor();
}

/** Chooses an entry of an artifact's menu. */
export async function chooseOnArtifact(page: Page, value: string, entry: string): Promise<void> {
  await openTab(page, "Artifacts");
  await page.getByRole("button", { name: `Actions for ${value}`, exact: true }).click();
  await page.getByRole("menuitem", { name: entry, exact: true }).click();
}

/** Chooses a value of a select field. */
export async function choose(within: Locator, field: string, value: string): Promise<void> {
  await within.getByRole("combobox", { name: field }).click();
  await within.page().getByRole("option", { name: value, exact: true }).click();
}

/** Imports an artifact's value by the menu and the rule's dialog, as an analyst does. */
export async function importArtifact(page: Page, value: string, autoApprove: "yes" | "no"): Promise<void> {
  await chooseOnArtifact(page, value, "Example: Anomali Staxx Import");
  const dialog = page.getByRole("dialog", { name: "Example: Anomali Staxx Import" });
  await choose(dialog, "Auto Approve", autoApprove);
  await dialog.getByRole("textbox", { name: "Confidence Level" }).fill("85");
  await choose(dialog, "Indicator Type", "malware");
  await choose(dialog, "Severity Level", "high");
  await choose(dialog, "TLP Color", "AMBER");
  await dialog.getByRole("button", { name: "Execute" }).click();
  await dialog.waitFor({ state: "hidden" });
}

/** Queries an artifact's value by the menu, with the rule's own limit of results. */
export async function queryArtifact(page: Page, value: string): Promise<void> {
  await chooseOnArtifact(page, value, "Example: Anomali Staxx Query");
  const dialog = page.getByRole("dialog", { name: "Example: Anomali Staxx Query" });
  await dialog.getByRole("button", { name: "Execute" }).click();
  await dialog.waitFor({ state: "hidden" });
}

/** The note on screen that has this text. */
export function noteWith(page: Page, text: string | RegExp): Locator {
  return page.getByRole("article").filter({ hasText: text }).first();
}

/** Marks the page, so that {@link reloaded} can tell whether it was loaded again since. */
export async function markPage(page: Page): Promise<void> {
  await page.evaluate(() => void ((globalThis as { mark?: boolean }).mark = true));
}

/** Whether the page was loaded again since {@link markPage}. */
export function reloaded(page: Page): Promise<boolean> {
  return page.evaluate(() => (globalThis as { mark?: boolean }).mark !== true);
}
