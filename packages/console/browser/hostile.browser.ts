import { useSoarkit } from "@soarkit/testing";
import type { IncidentDTO } from "@soarkit/protocol";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBrowser } from "./harness/browser.js";
import { logIn, platformOf } from "./harness/people.js";
import { inspect, settled } from "./harness/pictures.js";

const longWord = "w".repeat(100_000);
const hostile = [
  "<script>window.canary=1</script>",
  '<img src=x onerror="window.canary=1">',
  '<a href="javascript:window.canary=1">click</a>',
  '<svg onload="window.canary=1"></svg>',
  '<iframe srcdoc="<script>parent.canary=1</script>"></iframe>',
  '<style>body{display:none}</style>',
  "{{constructor.constructor('window.canary=1')()}}",
  "invoice\u202Efdp.exe",
  "zero\u200Bwidth\u200Djoiner",
];

describe("foreign text is text", () => {
  const system = useSoarkit();
  const browser = useBrowser();
  let incident = 0;

  beforeAll(async () => {
    const made = await system.client.post<IncidentDTO>("/incidents", { name: hostile.slice(0, 2).join(" "), discovered_date: Date.now(), description: { format: "html", content: hostile.join("<br>") } });
    incident = made.id;
    for (const text of [...hostile, longWord]) {
      await system.client.post(`/incidents/${incident}/comments`, { text: { format: "html", content: text } });
      await system.client.post(`/incidents/${incident}/comments`, { text: { format: "text", content: text } });
    }
    for (const value of [...hostile, "w".repeat(4_000)]) await system.client.post(`/incidents/${incident}/artifacts`, { type: "String", value, description: value.slice(0, 900) });
    for (const text of hostile) await system.client.post("/incidents", { name: text, discovered_date: Date.now() });
  });

  async function canary(page: Page): Promise<unknown> {
    return page.evaluate(() => (globalThis as { canary?: unknown }).canary);
  }

  it("in names, notes, artifacts and descriptions: nothing runs, nothing leaves, the layout holds", async () => {
    const { page } = await browser.visit(platformOf(system));
    await logIn(page, system);
    const places: [name: string, path: string, sign: string][] = [
      ["list", "/incidents", "<img src=x"],
      ["details", `/incidents/${incident}/details`, "<script>"],
      ["notes", `/incidents/${incident}/notes`, "www"],
      ["artifacts", `/incidents/${incident}/artifacts`, "onerror"],
      ["newsfeed", `/incidents/${incident}/newsfeed`, "onerror"],
    ];
    const found: string[] = [];
    for (const [name, path, sign] of places) {
      await page.goto(platformOf(system) + path);
      await settled(page);
      await page.getByText(sign).first().waitFor();
      found.push(...(await inspect(page, `hostile-${name}`)));
      expect(await canary(page)).toBeUndefined();
      expect(await page.locator("main iframe, main script, main style, main img[src=x], main a[href^='javascript']").count()).toBe(0);
    }
    expect(found).toEqual([]);
  });

  it("shows characters that would mislead", async () => {
    const { page } = await browser.visit(platformOf(system));
    await logIn(page, system);
    await page.getByRole("link", { name: "invoiceU+202Efdp.exe" }).click();
    await page.getByRole("heading", { level: 1, name: "invoiceU+202Efdp.exe" }).waitFor();
    await page.goto(`${platformOf(system)}/incidents/${incident}/artifacts`);
    await page.getByText("U+202E").first().waitFor();
    await page.getByText("U+200B").first().waitFor();
  });
});
