import { fileURLToPath } from "node:url";
import { useSoarkit } from "@soarkit/testing";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type KeptSession, useBrowser } from "./harness/browser.js";
import { hubOf, logInToHub, newHubAdministrator } from "./harness/people.js";
import { inspect, settled } from "./harness/pictures.js";

const sample = fileURLToPath(new URL("../../../samples/powerpool.json", import.meta.url));
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

  it("shows an ESET event with its report, then what it brought, and the loads in a list", async () => {
    const page = await open("/load");
    await page.locator("input[type=file]").setInputFiles(sample);
    await page.getByText(/report: “/).waitFor();
    expect(await inspect(page, "hub-load-event")).toEqual([]);
    await page.getByRole("button", { name: "Start the load" }).click();
    await page.getByText("Done", { exact: true }).waitFor();
    await page.getByRole("link", { name: "Load intelligence" }).first().click();
    await page.getByRole("row").filter({ hasText: "powerpool.json" }).filter({ hasText: "loader" }).waitFor();
    expect(await inspect(page, "hub-load-list")).toEqual([]);
  });
});
