import { readFile } from "node:fs/promises";
import { type SoarkitFixture, useSoarkit } from "@soarkit/testing";
import type { Page } from "playwright-core";
import { Agent, request } from "undici";
import { beforeAll, describe, expect, it } from "vitest";
import { type KeptSession, useBrowser } from "./harness/browser.js";
import { hubCall, hubOf, logInToHub, newHubAdministrator } from "./harness/people.js";
import { inspect, settled } from "./harness/pictures.js";

interface Entities<T> {
  entities: T[];
}

/** Submits reports as a client of TruSTAR does, with a key made for it; answers their ids. */
async function submit(system: SoarkitFixture, enclave: string, reports: readonly { title: string; reportBody: string; externalTrackingId?: string }[]): Promise<string[]> {
  const { entities } = (await hubCall(system, "GET", "/api/hub/accounts")) as Entities<{ id: number; role: string }>;
  const account = entities.find(({ role }) => role === "admin")?.id ?? 0;
  const { key, secret } = (await hubCall(system, "POST", `/api/hub/accounts/${account}/keys`, { label: "Case 2101" })) as { key: string; secret: string };
  const dispatcher = new Agent({ connect: { ca: await readFile(system.soarkit.run.ca_file, "utf8") } });
  try {
    const login = await request(`${hubOf(system)}/oauth/token?grant_type=client_credentials`, { method: "POST", dispatcher, headers: { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}` } });
    const { access_token: token } = (await login.body.json()) as { access_token: string };
    const ids: string[] = [];
    for (const report of reports) {
      const answer = await request(`${hubOf(system)}/api/1.3/reports`, { method: "POST", dispatcher, headers: { authorization: `Bearer ${token}`, "content-type": "application/json" }, body: JSON.stringify({ ...report, enclaveIds: [enclave] }) });
      ids.push(await answer.body.text());
      expect(answer.statusCode, ids.at(-1)).toBe(200);
    }
    return ids;
  } finally {
    await dispatcher.close();
  }
}

describe("the hub's pages for reports and who shares them", () => {
  const system = useSoarkit(["--no-samples", "--only", "platform,hub"]);
  const browser = useBrowser();
  let session: KeptSession;
  let reports: string[] = [];

  beforeAll(async () => {
    const { guid } = (await hubCall(system, "POST", "/api/hub/enclaves", { name: "Incident sharing", default_level: "view" })) as { guid: string };
    reports = await submit(system, guid, [
      { title: "Phishing of the finance department", externalTrackingId: "RESILIENT2101", reportBody: "Mail from billing@paypa1-login[.]com led to hxxps://paypa1-login[.]com/secure, which loaded stage2.dll\n(MD5 44d88612fea8a8f36de82e1278abb02f) from 45[.]33[.]2[.]79 and 45[.]33[.]2[.]80.\nThe beacon of EMOTET used CVE-2017-11882." },
      { title: "Beacons of a print server", reportBody: "Traffic to 45.33.2.79 and 45.33.2.80 every 60 s; update.print-cdn.example.net answered with 44d88612fea8a8f36de82e1278abb02f." },
      { title: "Partner: invoices with macros", reportBody: "Seen 45.33.2.80, update.print-cdn.example.net and invoice-march.example.org." },
      { title: "Unrelated scan", reportBody: "Port scan from 203.0.113.200." },
    ]);
    const password = await newHubAdministrator(system, "watcher");
    session = await browser.sessionOf(hubOf(system), (page) => logInToHub(page, system, "watcher", password));
  });

  async function open(path: string, ...allowed: RegExp[]): Promise<Page> {
    const { page, watch } = await browser.visit(hubOf(system), { storageState: session });
    watch.allow(...allowed);
    await page.goto(hubOf(system) + path);
    await settled(page);
    return page;
  }

  it("reports: the list, and what a word finds", async () => {
    const page = await open("/reports");
    await page.getByRole("row").filter({ hasText: "Unrelated scan" }).waitFor();
    expect(await inspect(page, "hub-reports")).toEqual([]);
    await page.goto(`${hubOf(system)}/reports?q=beacons`);
    await page.getByRole("row").filter({ hasText: "Beacons of a print server" }).waitFor();
    expect(await page.getByRole("row").filter({ hasText: "Unrelated scan" }).count()).toBe(0);
  });

  it("a report: its text with the indicators marked, and which reports have which of them in common", async () => {
    const page = await open(`/constellation/reports/${reports[0] ?? ""}`);
    expect(new URL(page.url()).pathname).toBe(`/reports/${reports[0] ?? ""}`);
    const correlated = page.getByRole("region", { name: "Correlated reports", exact: true });
    const rows = correlated.getByRole("row");
    await rows.nth(2).waitFor();
    expect((await rows.allInnerTexts()).slice(1).map((text) => [text.split(/\s*\t\s*/)[0]?.trim(), /45\.33\.2\.80/.test(text)])).toEqual([["Beacons of a print server", true], ["Partner: invoices with macros", true]]);
    expect(await rows.nth(1).innerText()).toMatch(/\b3\b/);
    const others = page.getByRole("region", { name: "Correlated indicators", exact: true });
    const beside = others.getByRole("row").filter({ hasText: "update.print-cdn.example.net" });
    expect(await beside.getByRole("link").allInnerTexts()).toEqual(["Beacons of a print server", "Partner: invoices with macros", "Open"]);
    expect(await inspect(page, "hub-report")).toEqual([]);
    await correlated.scrollIntoViewIfNeeded();
    expect(await inspect(page, "hub-report-correlated")).toEqual([]);
    await beside.getByRole("link", { name: "Partner: invoices with macros" }).click();
    await page.getByRole("heading", { level: 1, name: "Partner: invoices with macros" }).waitFor();
  });

  it("an indicator, by the link of a note: the reports that name it, and what else those say", async () => {
    const page = await open(`/constellation/reports/${Buffer.from("IP%7C45.33.2.80").toString("base64")}`);
    await page.getByRole("tab", { name: "Correlation" }).click();
    const correlated = page.getByRole("region", { name: "Correlated reports", exact: true });
    await correlated.getByRole("row").nth(3).waitFor();
    expect(await correlated.getByRole("row").count()).toBe(4);
    expect(await inspect(page, "hub-indicator-correlation")).toEqual([]);
    await page.reload();
    await page.getByRole("tab", { name: "Correlation", selected: true }).waitFor();
  });

  it("links of other products lead to a search, and links that lead nowhere say so", async () => {
    const page = await open("/browse/search?q=45.33.2.79", /status of 404 .*\/reports\/00000000/);
    await page.getByRole("row").filter({ hasText: "45.33.2.79" }).or(page.getByRole("row").filter({ hasText: "45[.]33[.]2[.]79" })).first().waitFor();
    expect(await page.getByText("Unrelated scan").count()).toBe(0);
    await page.goto(`${hubOf(system)}/constellation/reports/00000000-0000-4000-8000-000000000000`);
    await page.getByText(/There is no report 00000000/).waitFor();
    expect(await inspect(page, "hub-report-unknown")).toEqual([]);
  });

  it("enclaves: the list, a new one, and who may do what", async () => {
    const page = await open("/enclaves");
    await page.getByText("Incident sharing").first().waitFor();
    expect(await inspect(page, "hub-enclaves")).toEqual([]);
    await page.getByRole("button", { name: "New enclave" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await inspect(page, "hub-new-enclave")).toEqual([]);
  });

  it("whitelist: empty, and with a value", async () => {
    const page = await open("/whitelist");
    expect(await inspect(page, "hub-whitelist-empty")).toEqual([]);
    await hubCall(system, "POST", "/api/hub/whitelist", { text: "203.0.113.200" });
    await page.reload();
    await page.getByRole("row").nth(1).waitFor();
    expect(await inspect(page, "hub-whitelist")).toEqual([]);
  });

  it("API keys of an account: a new one with its secret, which is shown once", async () => {
    const page = await open("/accounts");
    await page.getByRole("row").filter({ hasText: "watcher" }).getByRole("button", { name: /^Actions for/ }).click();
    await page.getByRole("menuitem", { name: /API keys/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    expect(await inspect(page, "hub-api-keys")).toEqual([]);
  });
});
