import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { useSoarkit } from "@soarkit/testing";
import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type KeptSession, useBrowser } from "./harness/browser.js";
import { hubOf, loadIntoHub, logInToHub, newHubAccount } from "./harness/people.js";
import { inspect, settled } from "./harness/pictures.js";

const end = "2099-01-31T00:00:00.000Z";
const file = `value,type,confidence,severity,tlp,expires\nlasting.example-bad.com,domain,80,high,GREEN,\nending.example-bad.com,domain,60,low,AMBER,${end}\nsecret.example-bad.com,domain,60,low,RED,\nover.example-bad.com,domain,60,low,AMBER,2020-01-31\n`;

interface Download {
  readonly name: string;
  readonly text: string;
}

describe("the Export buttons", () => {
  const system = useSoarkit([]);
  const browser = useBrowser();
  let session: KeptSession;

  beforeAll(async () => {
    const password = await newHubAccount(system, "hedda", "analyst");
    const path = join(system.dataDir, "partner.csv");
    await writeFile(path, file);
    loadIntoHub(system, path, "Partner CERT");
    session = await browser.sessionOf(hubOf(system), (page) => logInToHub(page, system, "hedda", password));
  });

  async function open(path: string): Promise<Page> {
    const { page } = await browser.visit(hubOf(system), { storageState: session });
    await page.goto(hubOf(system) + path);
    await settled(page);
    return page;
  }
  const exportButton = (page: Page): Locator => page.getByRole("button", { name: "Export", exact: true });
  async function download(page: Page, format: string): Promise<Download> {
    await exportButton(page).click();
    const [started] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: format }).click()]);
    return { name: started.suggestedFilename(), text: await readFile(await started.path(), "utf8") };
  }
  const found = `/search?mode=query&q=${encodeURIComponent('source = "Partner CERT"')}`;

  it("of a search give what it found, with the ends of records and without TLP:RED of others", async () => {
    const page = await open(found);
    await page.getByRole("row").filter({ hasText: "ending.example-bad.com" }).waitFor();
    await exportButton(page).click();
    await page.getByRole("menuitem", { name: "CSV" }).waitFor();
    expect(await inspect(page, "hub-export-menu")).toEqual([]);
    await page.keyboard.press("Escape");

    const csv = await download(page, "CSV");
    expect(csv.name).toBe("soarkit-indicators.csv");
    const [header = "", ...lines] = csv.text.trimEnd().split("\r\n");
    const columns = header.split(",");
    const cells = lines.map((line) => ["value", "confidence", "severity", "tlp", "expires"].map((name) => line.split(",")[columns.indexOf(name)]));
    expect(cells).toEqual([
      ["ending.example-bad.com", "60", "low", "TLP:AMBER", end],
      ["lasting.example-bad.com", "80", "high", "TLP:GREEN", ""],
    ]);

    const stix = await download(page, "STIX 2.1 bundle");
    expect(stix.name).toBe("soarkit-indicators.stix.json");
    const { type, objects } = JSON.parse(stix.text) as { type: string; objects: { type: string; pattern?: string; valid_until?: string }[] };
    expect(type).toBe("bundle");
    expect(objects.filter((object) => object.type === "indicator").map(({ pattern, valid_until: until }) => [pattern, until])).toEqual([
      ["[domain-name:value = 'ending.example-bad.com']", end],
      ["[domain-name:value = 'lasting.example-bad.com']", undefined],
    ]);

    const misp = await download(page, "MISP events");
    expect(misp.name).toBe("soarkit-indicators.misp.json");
    const { response } = JSON.parse(misp.text) as { response: { Event: { info: string; Attribute: { type: string; value: string; Tag: { name: string }[] }[] } }[] };
    expect(response.map(({ Event: { info, Attribute } }) => [info, Attribute.map((attribute) => [attribute.type, attribute.value, attribute.Tag.map(({ name }) => name).filter((name) => name.startsWith("soarkit:expires"))])])).toEqual([
      ["Indicators without a report", [["domain", "ending.example-bad.com", [`soarkit:expires="${end}"`]], ["domain", "lasting.example-bad.com", []]]],
    ]);
  });

  it("of a report give that report", async () => {
    const page = await open("/reports");
    await page.getByRole("link", { name: /PowerPool/ }).first().click();
    await exportButton(page).waitFor();
    await settled(page);
    const { text } = await download(page, "MISP events");
    const { response } = JSON.parse(text) as { response: { Event: { info: string; Attribute: unknown[] } }[] };
    expect(response.map(({ Event }) => [Event.info, Event.Attribute.length])).toEqual([["PowerPool blogpost", 18]]);
  });

  it("of an indicator give its records, also when they have ended", async () => {
    const page = await open(`${found}&expired=true`);
    const over = page.getByRole("row").filter({ hasText: "over.example-bad.com" });
    await over.getByText(/^expired \d+ (?:d|y) ago$/).waitFor();
    expect(await inspect(page, "hub-search-expired")).toEqual([]);
    await over.getByRole("link", { name: "Open over.example-bad.com" }).click();
    await page.getByRole("tab", { name: /^History/ }).waitFor();
    await page.locator(".hub-head").getByText("Expired", { exact: true }).waitFor();
    expect(await inspect(page, "hub-indicator-expired")).toEqual([]);
    const { text } = await download(page, "CSV");
    expect(text.trimEnd().split("\r\n").slice(1).map((line) => line.split(",")[0])).toEqual(["over.example-bad.com"]); // prettier-ignore

    await page.goto(`${hubOf(system)}/search?q=ending.example-bad.com`);
    await page.getByRole("link", { name: "Open ending.example-bad.com" }).click();
    await page.locator(".hub-head").getByText("Active until").waitFor();
    await page.locator(".hub-head time").waitFor();
    expect(await page.locator(".hub-head time").getAttribute("datetime")).toBe("2099-01-31T00:00:00Z");
    expect(await inspect(page, "hub-indicator-ending")).toEqual([]);
  });
});
