import { useSoarkit } from "@soarkit/testing";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type KeptSession, useBrowser } from "./harness/browser.js";
import { hubOf, logInToHub, newHubAdministrator, runDemo } from "./harness/people.js";
import { inspect, settled } from "./harness/pictures.js";

const pasted = "Seen: 142[.]44[.]236[.]15, hxxps://login[.]machete-report[.]com/a?b=1, d41d8cd98f00b204e9800998ecf8427e and 10.1.2.3";

describe("every page of the hub, in both sizes and both themes", () => {
  const system = useSoarkit([]);
  const browser = useBrowser();
  let session: KeptSession;

  beforeAll(async () => {
    runDemo(system);
    const password = await newHubAdministrator(system, "watcher");
    session = await browser.sessionOf(hubOf(system), (page) => logInToHub(page, system, "watcher", password));
  });

  async function open(path: string): Promise<Page> {
    const { page } = await browser.visit(hubOf(system), { storageState: session });
    await page.goto(hubOf(system) + path);
    await settled(page);
    return page;
  }

  it("login", async () => {
    const { page } = await browser.visit(hubOf(system));
    await page.goto(`${hubOf(system)}/search`);
    await page.getByRole("button", { name: "Log in" }).waitFor();
    expect(await inspect(page, "hub-login")).toEqual([]);
  });

  it("overview", async () => {
    const page = await open("/");
    await page.getByText(/approval/i).first().waitFor();
    expect(await inspect(page, "hub-overview")).toEqual([]);
  });

  it("search: words, a query, its help, and an error that shows the place", async () => {
    const page = await open("/search?q=machete");
    await page.getByRole("row").nth(2).waitFor();
    expect(await inspect(page, "hub-search")).toEqual([]);
    await page.getByText("Query", { exact: true }).click();
    await page.getByRole("textbox", { name: "Query" }).fill('itype = "mal_ip" and confidence > ');
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Query" }).and(page.locator("[aria-invalid=true]")).waitFor();
    expect(await inspect(page, "hub-search-error")).toEqual([]);
    await page.getByRole("button", { name: "Help on the query language" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await inspect(page, "hub-query-help")).toEqual([]);
  });

  it("indicator, with its history", async () => {
    const page = await open("/search?q=djcaps.gotdns.ch");
    await page.getByRole("row").filter({ hasText: "djcaps.gotdns.ch" }).first().waitFor();
    await page.getByRole("row").filter({ hasText: "djcaps.gotdns.ch" }).first().getByRole("link").first().click();
    await page.getByRole("tab").first().waitFor();
    expect(await inspect(page, "hub-indicator")).toEqual([]);
  });

  it("import: the field, then what was read", async () => {
    const page = await open("/import");
    await page.getByRole("textbox", { name: "Text" }).waitFor();
    expect(await inspect(page, "hub-import")).toEqual([]);
    await page.getByRole("textbox", { name: "Text" }).fill(pasted);
    await page.getByRole("button", { name: "Read" }).click();
    await page.getByRole("row").filter({ hasText: "142.44.236.15" }).waitFor();
    expect(await inspect(page, "hub-import-draft")).toEqual([]);
  });

  it("warning lists, and what they say to values", async () => {
    const page = await open("/warning-lists");
    await page.getByRole("row").filter({ hasText: "Public DNS resolvers" }).waitFor();
    expect(await inspect(page, "hub-warning-lists")).toEqual([]);
    await page.getByRole("textbox", { name: "Check a value" }).fill("8[.]8.8.8\nevil.example.com\n10.1.2.3\n185.225.19.4\nnothing at all");
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await page.getByText("the public DNS resolver of Google").waitFor();
    expect(await inspect(page, "hub-warning-lists-checked")).toEqual([]);
  });

  it("approvals: the queue and one import", async () => {
    const page = await open("/approvals");
    await page.getByRole("row").nth(1).getByRole("link").first().waitFor();
    expect(await inspect(page, "hub-approvals")).toEqual([]);
    await page.getByRole("row").nth(1).getByRole("link").first().click();
    await page.getByRole("button", { name: /^Approve \d+$/ }).waitFor();
    expect(await inspect(page, "hub-approval")).toEqual([]);
  });

  it("accounts", async () => {
    const page = await open("/accounts");
    await page.getByRole("row").filter({ hasText: "watcher" }).waitFor();
    expect(await inspect(page, "hub-accounts")).toEqual([]);
    await page.getByRole("button", { name: "New account" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await inspect(page, "hub-new-account")).toEqual([]);
  });
});
