import { connectTo, incidentWith, startSoarkitProcess, tempFolder, useSoarkit } from "@soarkit/testing";
import { describe, expect, it } from "vitest";
import { useBrowser } from "./harness/browser.js";
import { markPage, noteWith, openTab, reloaded } from "./harness/incident-page.js";
import { logIn, platformOf } from "./harness/people.js";

describe("two people at one incident", () => {
  const system = useSoarkit();
  const browser = useBrowser();

  it("see each other's changes without a reload", async () => {
    const { incident } = await incidentWith(system.client, { type: "DNS Name", value: "djcaps.gotdns.ch" });
    const anna = (await browser.visit(platformOf(system))).page;
    const ben = (await browser.visit(platformOf(system))).page;
    for (const page of [anna, ben]) {
      await logIn(page, system);
      await page.goto(`${platformOf(system)}/incidents/${incident.id}/notes`);
      await page.getByRole("textbox", { name: "New note" }).waitFor();
      await markPage(page);
    }

    await anna.getByRole("textbox", { name: "New note" }).fill("The mail server was cut off at noon.");
    await anna.getByRole("button", { name: "Add note" }).click();
    await noteWith(ben, "The mail server was cut off at noon.").waitFor();

    await openTab(ben, "Artifacts");
    await ben.getByRole("button", { name: "Add Artifact" }).click();
    const dialog = ben.getByRole("dialog", { name: "Add Artifact" });
    await dialog.getByRole("textbox", { name: /^Value/ }).fill("142.44.236.15");
    await dialog.getByRole("button", { name: /^Add/ }).last().click();
    await dialog.waitFor({ state: "hidden" });
    await anna.getByRole("tab", { name: /Artifacts\s*2/ }).waitFor();

    await system.client.patch(`/incidents/${incident.id}`, { version: null, changes: [{ field: "name", old_value: { text: incident.name }, new_value: { text: "Cut off" } }] });
    for (const page of [anna, ben]) await page.getByRole("heading", { level: 1, name: "Cut off" }).waitFor();
    for (const page of [anna, ben]) expect(await reloaded(page)).toBe(false);
  });

  it("new rows wait behind a bar while a menu is open in the list", async () => {
    const { page } = await browser.visit(platformOf(system));
    await logIn(page, system);
    await page.getByRole("button", { name: /^Actions for/ }).first().click();
    await page.getByRole("menu").waitFor();
    const before = await page.getByRole("row").count();
    await incidentWith(system.client, { type: "DNS Name", value: "new.machete-report.com" });
    await page.getByText(/1 new incident/).waitFor();
    expect(await page.getByRole("menu").isVisible()).toBe(true);
    expect(await page.getByRole("row").count()).toBe(before);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.getByRole("link", { name: /new\.machete-report\.com/ }).waitFor();
  });
});

describe("the server is killed and started again", () => {
  const browser = useBrowser();

  it("the page says so, recovers by itself and keeps the draft", async () => {
    const folder = await tempFolder();
    let soarkit = await startSoarkitProcess(folder.path, ["--no-samples"]);
    try {
      const { platform = 0, stomp = 0, hub = 0 } = soarkit.run.ports;
      const client = await connectTo(soarkit.run);
      const { incident } = await incidentWith(client, { type: "DNS Name", value: "djcaps.gotdns.ch" });
      await client.close();
      const origin = `https://127.0.0.1:${platform}`;
      const { page, watch } = await browser.visit(origin);
      await logIn(page, { soarkit, dataDir: folder.path } as Parameters<typeof logIn>[1]);
      await page.goto(`${origin}/incidents/${incident.id}/notes`);
      await page.getByRole("textbox", { name: "New note" }).fill("half a thought");
      await markPage(page);

      watch.allow(/net::ERR_/, /status of 503/, /^answer 503/);
      await soarkit.kill();
      await page.getByText(/Live updates interrupted since/).waitFor();

      soarkit = await startSoarkitProcess(folder.path, ["--no-samples", "--port", String(platform), "--stomp-port", String(stomp), "--hub-port", String(hub)]);
      await page.getByText(/Live updates interrupted since/).waitFor({ state: "hidden", timeout: 40_000 });
      expect(await page.getByRole("textbox", { name: "New note" }).inputValue()).toBe("half a thought");

      const again = await connectTo(soarkit.run);
      await again.post(`/incidents/${incident.id}/comments`, { text: "written after the restart" });
      await again.close();
      await noteWith(page, "written after the restart").waitFor();
      expect(await page.getByRole("textbox", { name: "New note" }).inputValue()).toBe("half a thought");
      await page.getByRole("button", { name: "Add note" }).click();
      await noteWith(page, "half a thought").waitFor();
      expect(await reloaded(page)).toBe(false);
    } finally {
      await soarkit.kill();
      await folder.remove();
    }
  });
});
