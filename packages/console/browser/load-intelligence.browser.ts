import { fileURLToPath } from "node:url";
import { useSoarkit } from "@soarkit/testing";
import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type KeptSession, useBrowser } from "./harness/browser.js";
import { choose } from "./harness/incident-page.js";
import { hubOf, logInToHub, newHubAccount } from "./harness/people.js";
import { documentPicture, inspect, settled } from "./harness/pictures.js";

const sample = fileURLToPath(new URL("../../../samples/powerpool.json", import.meta.url));
const lines = 200_000;
/** A file that takes the hub a while. */
const long = (network: number): Buffer => Buffer.from(Array.from({ length: lines }, (_, index) => `10.${network + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`).join("\n"));
/** A German feed whose columns have names of their own; two rows are no indicators. */
const feed = [
  "Kennung;Art;Verlass;Gültig bis;Bemerkung",
  "login.machete-report.com;domain;80;2099-01-31;Anmeldeseite",
  "185.225.19.4;ip;90;;Steuerung",
  "8.8.8.8;ip;20;;ist ein Resolver",
  "kein Indikator;domain;50;;Tippfehler",
  "d41d8cd98f00b204e9800998ecf8427e;md5;200;;zu viel Vertrauen",
  "old.machete-report.com;domain;70;2020-01-31;vorbei",
].join("\n");
const mail = Buffer.from(`Seen: 142[.]44[.]236[.]15 and hxxps://login[.]machete-mail[.]com/a?b=1\n# a remark with 45.33.2.79\n${"x".repeat(3_000_000)}\nHash ${"ab".repeat(32)}, and 10.1.2.3\n`);

describe("loading intelligence from files", () => {
  const system = useSoarkit([]);
  const browser = useBrowser();
  let session: KeptSession;

  beforeAll(async () => {
    const password = await newHubAccount(system, "loader", "admin");
    session = await browser.sessionOf(hubOf(system), (page) => logInToHub(page, system, "loader", password));
  });

  async function open(path: string, storageState = session): Promise<Page> {
    const { page } = await browser.visit(hubOf(system), { storageState });
    await page.goto(hubOf(system) + path);
    await settled(page);
    return page;
  }
  async function take(page: Page, name: string, content: string | Buffer): Promise<void> {
    await page.locator("input[type=file]").setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(content) });
    await page.getByRole("button", { name: "Start the load" }).waitFor();
  }
  const start = (page: Page): Promise<void> => page.getByRole("button", { name: "Start the load" }).click();
  const state = (page: Page, word: string): Promise<void> => page.locator(".hub-head").getByText(word, { exact: true }).waitFor({ timeout: 180_000 });
  const fact = (page: Page, name: string): Locator => page.locator(".hub-counts div").filter({ hasText: name }).locator("dd");
  const shown = (row: Locator): Promise<string[]> => row.getByRole("cell").allInnerTexts();

  it("shows an ESET event with its report, then what it brought, and the loads in a list", async () => {
    const page = await open("/load");
    expect(await inspect(page, "hub-load-empty")).toEqual([]);
    await page.locator("input[type=file]").setInputFiles(sample);
    await page.getByText(/report: “/).waitFor();
    expect(await inspect(page, "hub-load-event")).toEqual([]);
    expect(await documentPicture(page, "hub-load")).toEqual([]);
    await page.getByRole("button", { name: "Start the load" }).click();
    await page.getByText("Done", { exact: true }).waitFor();
    await page.getByRole("link", { name: "Load intelligence" }).first().click();
    await page.getByRole("row").filter({ hasText: "powerpool.json" }).filter({ hasText: "loader" }).waitFor();
    expect(await inspect(page, "hub-load-list")).toEqual([]);
  });

  it("lets somebody say what the columns of a CSV file hold, and shows rows, ends and what is left out as they would be stored", async () => {
    const page = await open("/load");
    await take(page, "kennungen.csv", feed);
    await page.getByText("Say which column holds the values").waitFor();
    expect(await page.getByRole("button", { name: "Start the load" }).isDisabled()).toBe(true);
    expect(await inspect(page, "hub-load-columns-unknown")).toEqual([]);
    const columns = page.getByRole("region", { name: "Columns of the file" });
    await choose(columns, "What Kennung holds", "Value");
    await page.getByText(/^Columns: 1 of 5 used$/).waitFor();
    await choose(columns, "What Art holds", "Type of the value");
    await choose(columns, "What Verlass holds", "Confidence");
    await choose(columns, "What Gültig bis holds", "End of the record");
    await choose(columns, "What Bemerkung holds", "Tags and words");
    await page.getByRole("status").filter({ hasText: "4 values (domain 2, ip 2), 2 left out." }).waitFor();
    await settled(page);
    const preview = page.getByRole("region", { name: "First values" });
    await preview.getByRole("row").filter({ hasText: "login.machete-report.com" }).getByText(/^in \d+ d$|^in \d+ y$/).waitFor();
    await preview.getByRole("row").filter({ hasText: "old.machete-report.com" }).getByText(/^expired \d+ [dy] ago$/).waitFor();
    await page.getByText("What is left out, and why: 2").click();
    const leftOut = page.getByRole("region", { name: "Left out" });
    await leftOut.getByRole("row").filter({ hasText: "confidence is a whole number from 0 to 100, not “200”" }).waitFor();
    expect(await inspect(page, "hub-load-columns")).toEqual([]);
    await start(page);
    await state(page, "Done");
    expect(await fact(page, "Added").innerText()).toBe("4");
    expect(await fact(page, "Left out").innerText()).toBe("2");
    expect(await inspect(page, "hub-load-done")).toEqual([]);
    expect((await shown(page.getByRole("region", { name: "Left out" }).getByRole("row").nth(1))).slice(0, 2)).toEqual(["5", "kein Indikator"]);
  });

  it("finds the indicators of a text, and says which part of it was not read", async () => {
    const page = await open("/load");
    await take(page, "mail.txt", mail);
    await page.getByRole("status").filter({ hasText: /^4 values \(.*\), 1 left out\.$/ }).waitFor();
    await page.getByText("What is left out, and why: 1").click();
    expect((await shown(page.getByRole("region", { name: "Left out" }).getByRole("row").nth(1)))[0]).toBe("3");
    expect(await inspect(page, "hub-load-text")).toEqual([]);
    await start(page);
    await state(page, "Done");
    expect(await fact(page, "Added").innerText()).toBe("4");
  });

  it("says so when there is nothing in a file, or no file", async () => {
    const page = await open("/load");
    await page.locator("input[type=file]").setInputFiles({ name: "empty.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) });
    await page.getByRole("alert").filter({ hasText: "empty.txt is empty" }).waitFor();
    await take(page, "prose.txt", "Nothing of use is said here.\n");
    await page.getByText("There is no indicator in it.").waitFor();
    expect(await page.getByRole("button", { name: "Start the load" }).isDisabled()).toBe(true);
    expect(await inspect(page, "hub-load-nothing")).toEqual([]);
  });

  it("shows how far a long load is and how fast; it is stopped, waits, and goes on where it stopped", async () => {
    const page = await open("/load");
    await take(page, "long.txt", long(0));
    await page.getByText(/^In the beginning of the file:/).waitFor();
    await start(page);
    await page.getByText(/^\d+ % · .* · [\d,]+ rows · [\d,]+ rows a second · about .* left$/).waitFor();
    expect(await inspect(page, "hub-load-running")).toEqual([]);
    await page.getByRole("button", { name: "Stop" }).click();
    await state(page, "Stopped");
    const share = Number(await page.getByRole("progressbar").getAttribute("aria-valuenow"));
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(100);
    expect(await inspect(page, "hub-load-stopped")).toEqual([]);
    await page.reload();
    await state(page, "Stopped");
    expect(Number(await page.getByRole("progressbar").getAttribute("aria-valuenow"))).toBe(share);
    await page.getByRole("button", { name: "Continue" }).click();
    await state(page, "Loading");
    await state(page, "Done");
    expect(await fact(page, "Added").innerText()).toBe("200,000");
    expect(await fact(page, "Known already").innerText()).toBe("0");
  });

  it("is cancelled after a question; what it stored stays", async () => {
    const page = await open("/load");
    await take(page, "dropped.txt", long(20));
    await start(page);
    await page.getByText(/^\d+ % · .* rows a second/).waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await state(page, "Stopped");
    const stored = await fact(page, "Added").innerText();
    await page.getByRole("button", { name: "Cancel…" }).click();
    const dialog = page.getByRole("dialog", { name: "Cancel the load of dropped.txt" });
    await dialog.getByText(`What it stored so far stays: ${stored} new records.`).waitFor();
    expect(await dialog.getByRole("button", { name: "Cancel", exact: true }).evaluate((button) => document.activeElement === button)).toBe(true);
    expect(await inspect(page, "hub-load-cancel")).toEqual([]);
    await dialog.getByRole("button", { name: "Drop the file" }).click();
    await state(page, "Cancelled");
    expect(await fact(page, "Added").innerText()).toBe(stored);
    expect(await page.getByRole("button", { name: "Continue" }).count()).toBe(0);
    await page.getByRole("link", { name: "Load intelligence" }).first().click();
    await page.getByRole("row").filter({ hasText: "dropped.txt" }).filter({ hasText: "Cancelled" }).waitFor();
    await page.getByRole("row").filter({ hasText: "long.txt" }).filter({ hasText: "Done" }).waitFor();
    expect(await inspect(page, "hub-loads")).toEqual([]);
  });
});
