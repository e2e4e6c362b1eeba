import { TaxiiServer, useSoarkit } from "@soarkit/testing";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type KeptSession, useBrowser } from "./harness/browser.js";
import { hubCall, hubOf, logInToHub, newHubAccount } from "./harness/people.js";
import { documentPicture, inspect, settled } from "./harness/pictures.js";

const domain = { type: "indicator", spec_version: "2.1", id: "indicator--5d9b0000-0000-4000-8000-000000000001", created: "2026-01-01T00:00:00Z", modified: "2026-01-01T00:00:00Z", valid_from: "2026-01-01T00:00:00Z", pattern: "[domain-name:value = 'partner.example-bad.com']", pattern_type: "stix" };

describe("the Feeds page", () => {
  const system = useSoarkit([]);
  const browser = useBrowser();
  let session: KeptSession;
  let password: string;
  let server: TaxiiServer;

  beforeAll(async () => {
    const keeper = await newHubAccount(system, "keeper", "admin");
    password = await newHubAccount(system, "reader", "analyst");
    session = await browser.sessionOf(hubOf(system), (page) => logInToHub(page, system, "keeper", keeper));
    server = await TaxiiServer.start();
    server.add(domain);
  });
  afterAll(() => server.stop());

  /** Opens the page. Feeds that cannot be reached are answered with 502, which is what some of these tests are about. */
  async function open(storageState = session): Promise<Page> {
    const { page, watch } = await browser.visit(hubOf(system), { storageState });
    watch.allow(/status of 40[09] .*\/feeds$/, /status of 502 .*\/feeds$/, /^answer 502: POST .*\/feeds$/);
    await page.goto(`${hubOf(system)}/feeds`);
    await settled(page);
    return page;
  }
  const row = (page: Page, name: string): Locator => page.getByRole("row").filter({ hasText: name });
  async function choose(page: Page, name: string, entry: string): Promise<void> {
    await page.getByRole("button", { name: `Actions for ${name}`, exact: true }).click();
    await page.getByRole("menuitem", { name: entry, exact: true }).click();
  }
  async function add(page: Page, name: string, url: string): Promise<void> {
    await page.getByRole("button", { name: "Add feed" }).click();
    const dialog = page.getByRole("dialog", { name: "Add feed" });
    await dialog.getByRole("textbox", { name: "Name" }).fill(name);
    await dialog.getByRole("textbox", { name: "Address" }).fill(url);
    await dialog.getByRole("button", { name: "Try and add" }).click();
    await dialog.waitFor({ state: "hidden" });
  }

  it("is empty at first, and says what belongs here", async () => {
    const page = await open();
    await page.getByText("No feed yet. Add one with the address of a TAXII 2.1 server.").waitFor();
    expect(await inspect(page, "hub-feeds-empty")).toEqual([]);
  });

  it("takes another hub's collection: tried first, with the reason when it cannot be used, then polled at once", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Add feed" }).click();
    const dialog = page.getByRole("dialog", { name: "Add feed" });
    const [name, address] = [dialog.getByRole("textbox", { name: "Name" }), dialog.getByRole("textbox", { name: "Address" })];
    const submit = dialog.getByRole("button", { name: "Try and add" });
    await submit.click();
    expect(await name.evaluate((field) => document.activeElement === field)).toBe(true);
    await name.fill("National CERT");
    await submit.click();
    await dialog.getByText("Enter an address that begins with https://").waitFor();
    expect(await address.evaluate((field) => document.activeElement === field)).toBe(true);
    expect(await inspect(page, "hub-feed-add")).toEqual([]);

    await address.fill("http://cti.example.com/taxii2/");
    await submit.click();
    await dialog.getByRole("alert").filter({ hasText: "or allow http for this feed" }).waitFor();
    await address.fill(`${hubOf(system)}/taxii2/`);
    await dialog.getByRole("textbox", { name: "User" }).fill("reader");
    await dialog.getByRole("textbox", { name: "Password" }).fill(password);
    await submit.click();
    await dialog.getByRole("alert").filter({ hasText: "is not trusted" }).waitFor();
    // What concerns the connection is open now.
    await dialog.getByRole("textbox", { name: "CA file" }).fill(system.soarkit.run.ca_file);
    await submit.click();
    await dialog.getByRole("alert").filter({ hasText: "name one collection of" }).waitFor();
    expect(await submit.evaluate((button) => button.getBoundingClientRect().bottom <= window.innerHeight)).toBe(true);
    expect(await inspect(page, "hub-feed-refused")).toEqual([]);
    await dialog.getByRole("textbox", { name: "Collection" }).fill("sample powerpool");
    await submit.click();
    await dialog.waitFor({ state: "hidden" });

    await row(page, "National CERT").filter({ hasText: "18 added" }).filter({ hasText: "Active" }).waitFor();
    await page.goto(`${hubOf(system)}/search?mode=query&q=${encodeURIComponent('source = "National CERT"')}`);
    await page.getByRole("status").filter({ hasText: "18 indicators" }).waitFor();
  });

  it("polls when asked, shows a feed that is away as failing and why, and active again when it is back", async () => {
    const page = await open();
    await add(page, "Partner", server.url);
    await row(page, "Partner").filter({ hasText: "1 added" }).waitFor();
    await choose(page, "Partner", "Poll now");
    await page.getByText("Partner: 0 indicators added.").waitFor();
    await row(page, "Partner").filter({ hasText: "nothing new" }).filter({ hasText: "Active" }).waitFor();
    const { port } = server;
    await server.stop();
    await choose(page, "Partner", "Poll now");
    await row(page, "Partner").filter({ hasText: "Failing" }).filter({ hasText: `127.0.0.1:${port} cannot be reached` }).waitFor();
    await row(page, "National CERT").filter({ hasText: "Active" }).waitFor();
    expect(await inspect(page, "hub-feeds")).toEqual([]);
    expect(await documentPicture(page, "hub-feeds", 460)).toEqual([]);
    server = await TaxiiServer.start(port);
    server.add(domain);
    await choose(page, "Partner", "Poll now");
    await row(page, "Partner").filter({ hasText: "Active" }).waitFor();
  });

  it("is live: what another administrator does is seen without a reload", async () => {
    const page = await open();
    const { entities } = (await hubCall(system, "GET", "/api/hub/feeds")) as { entities: { id: number; name: string }[] };
    const id = entities.find(({ name }) => name === "Partner")?.id ?? 0;
    await hubCall(system, "POST", `/api/hub/feeds/${id}/pause`);
    await row(page, "Partner").filter({ hasText: "Paused" }).waitFor();
    await choose(page, "Partner", "Resume");
    await row(page, "Partner").filter({ hasText: "Active" }).waitFor();
  });

  it("removes a feed after a question, and its indicators stay", async () => {
    const page = await open();
    await choose(page, "Partner", "Remove…");
    const dialog = page.getByRole("dialog", { name: "Remove Partner" });
    expect(await dialog.getByRole("button", { name: "Cancel" }).evaluate((button) => document.activeElement === button)).toBe(true);
    expect(await inspect(page, "hub-feed-remove")).toEqual([]);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "hidden" });
    expect(await row(page, "Partner").count()).toBe(1);
    await choose(page, "Partner", "Remove…");
    await page.getByRole("dialog", { name: "Remove Partner" }).getByRole("button", { name: "Remove feed" }).click();
    await row(page, "Partner").waitFor({ state: "detached" });
    expect(await row(page, "National CERT").count()).toBe(1);
    await page.goto(`${hubOf(system)}/search?q=partner.example-bad.com`);
    await row(page, "partner.example-bad.com").waitFor();
  });

  it("shows analysts the feeds and lets them change nothing", async () => {
    const page = await open(await browser.sessionOf(hubOf(system), (visitor) => logInToHub(visitor, system, "reader", password)));
    await row(page, "National CERT").waitFor();
    expect(await page.getByRole("button", { name: "Add feed" }).count()).toBe(0);
    await page.getByRole("button", { name: "Actions for National CERT", exact: true }).click();
    expect(await page.getByRole("menuitem", { name: "Remove…" }).getAttribute("aria-disabled")).toBe("true");
    expect(await inspect(page, "hub-feeds-analyst")).toEqual([]);
  });
});
