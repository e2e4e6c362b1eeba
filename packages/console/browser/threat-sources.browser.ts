import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ArtifactDTO, Entities, IncidentDTO, ThreatServiceDTO } from "@soarkit/protocol";
import { until, useSoarkit } from "@soarkit/testing";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type KeptSession, patienceMs, useBrowser } from "./harness/browser.js";
import { markPage, reloaded } from "./harness/incident-page.js";
import { logIn, platformOf } from "./harness/people.js";
import { documentPicture, inspect, settled } from "./harness/pictures.js";

const bad = "203.0.113.66";

/** A threat service of a lab, which answers an address when the test says so. */
class Lab {
  readonly #server: Server;
  readonly #held: ServerResponse[] = [];
  password = "right";

  constructor() {
    this.#server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        if (request.method === "OPTIONS") return void response.end('{"upload_file":false}');
        if (request.headers.authorization !== `Basic ${Buffer.from(`lab:${this.password}`).toString("base64")}`) return void response.writeHead(401).end();
        if (body.includes(bad)) return void this.#held.push(response);
        response.end('{"hits":[]}');
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/cts/lab`;
  }

  get asked(): boolean {
    return this.#held.length > 0;
  }

  answer(): void {
    const props = [
      { type: "string", name: "Priority", value: "HIGH" },
      { type: "number", name: "Confidence", value: 85 },
      { type: "uri", name: "Report", value: "https://lab.example/r/66" },
      { type: "lat_lng", name: "Place", value: { lat: 51.5, lng: -0.12 } },
    ];
    for (const response of this.#held.splice(0)) response.end(JSON.stringify({ hits: [{ props }] }));
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

describe("threat sources", () => {
  const system = useSoarkit();
  const browser = useBrowser();
  const lab = new Lab();
  let session: KeptSession;

  beforeAll(async () => {
    session = await browser.sessionOf(platformOf(system), (page) => logIn(page, system));
  });
  afterAll(() => lab.stop());

  async function open(path: string): Promise<Page> {
    const { page } = await browser.visit(platformOf(system), { storageState: session });
    await page.goto(`${platformOf(system)}${path}`);
    await settled(page);
    return page;
  }
  const service = async (name: string): Promise<ThreatServiceDTO | undefined> => (await system.client.get<Entities<ThreatServiceDTO>>("/threat_sources")).entities.find((one) => one.name === name);

  it("are found under Administrator Settings, and TruSTAR is there with its switch (figures 13 to 15)", async () => {
    const page = await open("/incidents");
    await page.getByRole("button", { name: /Soarkit Administrator/ }).click();
    await page.getByRole("menuitem", { name: "Administrator Settings" }).waitFor();
    expect(await documentPicture(page, "trustar-figure-13")).toEqual([]);
    await page.getByRole("menuitem", { name: "Administrator Settings" }).click();
    await page.getByRole("navigation", { name: "Administrator Settings" }).getByRole("link", { name: "Threat Sources" }).click();
    await page.getByRole("heading", { level: 1, name: "Threat Sources" }).waitFor();
    await page.getByRole("switch", { name: "TruSTAR is ON" }).waitFor();
    expect(await documentPicture(page, "trustar-figure-14")).toEqual([]);

    await page.getByRole("button", { name: "TruSTAR", exact: true }).click();
    await page.getByRole("button", { name: "Test now" }).click();
    const outcome = page.getByRole("status").filter({ hasText: "It answered 200" });
    await outcome.waitFor();
    expect(await outcome.innerText()).toMatch(/POST https:\/\/127\.0\.0\.1:\d+\/cts\/trustar\s+\{"type":"net\.name","value":"localhost"\}[\s\S]*TLSv1\.3[\s\S]*signed by .*Soarkit/);
    expect(await documentPicture(page, "trustar-figure-15")).toEqual([]);

    await page.getByRole("switch", { name: "TruSTAR is ON" }).click({ force: true });
    await page.getByRole("switch", { name: "TruSTAR is OFF" }).waitFor();
    expect((await service("TruSTAR"))?.enabled).toBe(false);
    await page.getByRole("switch", { name: "TruSTAR is OFF" }).click({ force: true });
    const dialog = page.getByRole("dialog", { name: "Switch TruSTAR ON" });
    await dialog.getByRole("radio", { name: "New ones only" }).check();
    await dialog.getByRole("button", { name: "Switch ON" }).click();
    await page.getByRole("switch", { name: "TruSTAR is ON" }).waitFor();
    expect((await service("TruSTAR"))?.enabled).toBe(true);
  });

  it("are added, look up while the page shows it, and the hit appears by itself", async () => {
    const page = await open("/admin/threat-sources");
    await page.getByRole("button", { name: "Add threat source" }).click();
    const dialog = page.getByRole("dialog", { name: "Add threat source" });
    await dialog.getByLabel("Name").fill("Lab");
    await dialog.getByLabel("Address").fill(await lab.start());
    await dialog.getByLabel("User").fill("lab");
    await dialog.getByRole("textbox", { name: "Password" }).fill("right");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("switch", { name: "Lab is OFF" }).click({ force: true });
    await page.getByRole("dialog", { name: "Switch Lab ON" }).getByRole("button", { name: "Switch ON" }).click();
    await page.getByRole("switch", { name: "Lab is ON" }).waitFor();

    const incident = await system.client.post<IncidentDTO>("/incidents", { name: "Scans from outside", discovered_date: Date.now() });
    const [artifact] = await system.client.post<ArtifactDTO[]>(`/incidents/${incident.id}/artifacts`, { type: "IP Address", value: bad });
    await until("the lab is asked", patienceMs, () => Promise.resolve(lab.asked ? true : undefined));
    const list = await open(`/incidents/${incident.id}/artifacts`);
    await list.getByText("looking up (").waitFor();
    await markPage(list);
    expect(await inspect(list, "artifact-looked-up")).toEqual([]);
    lab.answer();
    await list.getByText("Lab HIGH").first().waitFor();
    expect(await reloaded(list)).toBe(false);
    await list.getByText(bad, { exact: true }).first().click();
    const drawer = list.getByRole("region", { name: `Artifact IP Address ${bad}` });
    await drawer.getByRole("region", { name: "Hit of Lab" }).getByText("https://lab.example/r/66").waitFor();
    expect(await drawer.getByRole("link", { name: /lab\.example/ }).count()).toBe(0);
    expect(await drawer.getByRole("list", { name: "Look-ups" }).innerText()).toMatch(/Lab\s+1 hit, asked .* answered after \d+\.\d\d s/);
    expect(await inspect(list, "artifact-hits")).toEqual([]);

    await drawer.getByRole("button", { name: "Ask again" }).click();
    await until("the lab is asked again", patienceMs, () => Promise.resolve(lab.asked ? true : undefined));
    await drawer.getByText("Looked up now").waitFor();
    lab.answer();
    await drawer.getByText("Looked up now").waitFor({ state: "hidden" });
    expect((await system.client.get<ArtifactDTO>(`/incidents/${incident.id}/artifacts/${artifact?.id}`)).hits).toHaveLength(1);
  });

  it("that refuse the credentials are off by themselves, say so, and go on with the right ones", async () => {
    lab.password = "another";
    const page = await open("/admin/threat-sources");
    const incident = await system.client.post<IncidentDTO>("/incidents", { name: "More scans", discovered_date: Date.now() });
    await system.client.post(`/incidents/${incident.id}/artifacts`, { type: "IP Address", value: "203.0.113.67" });
    await page.getByRole("switch", { name: "Lab is OFF" }).waitFor();
    await page.getByText("Switched off: credentials").waitFor();
    await page.getByRole("button", { name: "Lab", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "It answered 401" }).waitFor();
    expect(await inspect(page, "threat-sources")).toEqual([]);
    await page.getByRole("button", { name: "Enter credentials" }).click();
    const dialog = page.getByRole("dialog", { name: "Edit Lab" });
    await dialog.getByRole("textbox", { name: "Password" }).fill("another");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByRole("switch", { name: "Lab is ON" }).waitFor();
    await until("what waited is asked", patienceMs, async () => ((await service("Lab"))?.waiting === 0 ? true : undefined));
  });

  it("are kept from what an incident's label is too narrow for; a file is added, told of and downloaded", async () => {
    const values = ["TLP:AMBER", "TLP:RED"].map((label) => ({ label, enabled: true }));
    await system.client.post("/types/incident/fields", { name: "tlp", text: "TLP", input_type: "select", values });
    const incident = await system.client.post<IncidentDTO>("/incidents", { name: "Among us", discovered_date: Date.now(), properties: { tlp: "TLP:RED" } });
    const page = await open(`/incidents/${incident.id}/artifacts`);
    await page.getByRole("button", { name: "Add Artifact" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Add Artifact" });
    await dialog.getByText("A file", { exact: true }).click();
    await dialog.getByRole("button", { name: "Add artifact" }).click();
    await dialog.getByText("Choose a file").first().waitFor();
    await dialog.locator("input[type=file]").setInputFiles({ name: "Rechnung é.exe", mimeType: "application/octet-stream", buffer: Buffer.from("MZ\0sample") });
    expect(await inspect(page, "artifact-add-file")).toEqual([]);
    await dialog.getByRole("button", { name: "Add artifact" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByText("Rechnung é.exe", { exact: true }).first().click();
    const drawer = page.getByRole("region", { name: "Artifact Other File Rechnung é.exe" });
    await drawer.getByText(/^Not sent to .*TruSTAR.*: TLP:RED\.$/).waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), drawer.getByRole("button", { name: "Download 9 B" }).click()]);
    expect(download.suggestedFilename()).toBe("Rechnung é.exe");
    expect(await inspect(page, "artifact-withheld")).toEqual([]);
    await drawer.getByRole("tab", { name: "Properties" }).click();
    expect(await inspect(page, "artifact-file-properties")).toEqual([]);
    const sources = await open("/admin/threat-sources");
    await sources.getByRole("button", { name: "TruSTAR", exact: true }).click();
    await sources.getByRole("button", { name: "Edit" }).click();
    await sources.getByRole("dialog", { name: "Edit TruSTAR" }).getByRole("combobox", { name: "Largest TLP" }).click();
    expect(await inspect(sources, "threat-source-tlp")).toEqual([]);
    await sources.getByRole("option", { name: "TLP:RED" }).click();
    await sources.getByRole("dialog", { name: "Edit TruSTAR" }).getByRole("button", { name: "Save" }).click();
    await sources.getByText("gets at most TLP:RED").waitFor();
    expect((await service("TruSTAR"))?.max_tlp).toBe("RED");
  });

  it("have a time for the next scan", async () => {
    const page = await open("/admin/threat-sources");
    await page.getByLabel("Hours until artifacts of open incidents are looked up again").fill("24");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    expect(await system.client.get("/threat_settings")).toEqual({ rescan_hours: 24, send_strings: false });
  });
});
