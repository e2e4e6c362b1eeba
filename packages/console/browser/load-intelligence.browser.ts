import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { useSoarkit } from "@soarkit/testing";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type KeptSession, useBrowser } from "./harness/browser.js";
import { hubCall, hubOf, logInToHub, newHubAdministrator } from "./harness/people.js";
import { documentPicture, inspect, settled } from "./harness/pictures.js";

const sample = fileURLToPath(new URL("../../../samples/powerpool.json", import.meta.url));
/** What a partner sends: known and unknown columns, well-known and broken values. */
const partnerCsv = ["Kennung;Confidence;Bemerkung;TLP", "45.33.2.79;90;c2 of the campaign;AMBER", "login.evil-updates-cdn.com;70;phishing page;GREEN", "8.8.8.8;80;seen in the dump;", `${"d41d8cd98f00b204e9800998ecf8427e"};60;;`, "nothing at all;50;;", `${"ab".repeat(32)};abc;;`].join("\n");
const report = "On 2 June the group moved to 45.33.2.80 and hxxps://cdn[.]evil-updates-cdn[.]com/payload. The dropper has the hash 0123456789abcdef0123456789abcdef.\n";

/** A CSV file of so many rows, one value each. */
function largeCsv(rows: number): Buffer {
  const lines = ["value,confidence,tags"];
  for (let row = 0; row < rows; row += 1) lines.push(`host-${row}.of-the-large-feed.example.com,${row % 101},row ${row} of a large file that somebody made for a test of loading`);
  return Buffer.from(lines.join("\n"));
}

describe("loading intelligence from files", () => {
  const system = useSoarkit([]);
  const browser = useBrowser();
  let session: KeptSession;

  beforeAll(async () => {
    const password = await newHubAdministrator(system, "loader");
    session = await browser.sessionOf(hubOf(system), (page) => logInToHub(page, system, "loader", password));
  });

  async function open(path: string, storageState = session): Promise<Page> {
    const { page } = await browser.visit(hubOf(system), { storageState });
    await page.goto(hubOf(system) + path);
    await settled(page);
    return page;
  }

  async function choose(page: Page, name: string, content: Buffer): Promise<void> {
    await page.locator("input[type=file]").setInputFiles({ name, mimeType: "application/octet-stream", buffer: content });
  }

  async function take(page: Page, field: string, choice: string): Promise<void> {
    await page.getByRole("combobox", { name: field, exact: true }).click();
    await page.getByRole("option", { name: choice, exact: true }).click();
  }

  it("shows a partner's CSV file before it is stored, asks which column holds the values, and lists what it left out", async () => {
    const page = await open("/load");
    expect(await inspect(page, "hub-load-empty")).toEqual([]);
    await choose(page, "partner.csv", Buffer.from(partnerCsv));
    await page.getByText("Say which column holds the values").waitFor();
    expect(await inspect(page, "hub-load-columns")).toEqual([]);
    await take(page, "What Kennung holds", "Value");
    await take(page, "What Bemerkung holds", "Tags and words");
    await page.getByText("Columns: 4 of 4 used").click();
    await page.getByRole("textbox", { name: "Source" }).fill("Partner CERT");
    await page.getByRole("combobox", { name: "Expires" }).fill("90d");
    await page.keyboard.press("Escape");
    await page.getByRole("row").filter({ hasText: "45.33.2.79" }).getByText(/in (90|89) d/).waitFor();
    await page.getByText("What is left out, and why: 2").waitFor();
    await page.getByText("well-known: ").first().waitFor();
    expect(await inspect(page, "hub-load-preview-both")).toEqual([]);
    expect(await documentPicture(page, "hub-load-preview")).toEqual([]);
    await page.getByRole("button", { name: "Start the load" }).click();
    await page.getByText("Done", { exact: true }).waitFor();
    await page.getByRole("row").filter({ hasText: "nothing at all" }).waitFor();
    expect(await inspect(page, "hub-load-done")).toEqual([]);
    await page.getByRole("link", { name: "Records of Partner CERT" }).click();
    await page.getByRole("row").filter({ hasText: "login.evil-updates-cdn.com" }).waitFor();
    expect(await inspect(page, "hub-search-expiry")).toEqual([]);
  });
});
