import type { IncidentDTO } from "@soarkit/protocol";
import { useSoarkit } from "@soarkit/testing";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBrowser } from "./harness/browser.js";
import { logIn, platformOf } from "./harness/people.js";

const artifactCount = 500;
const noteCount = 2_000;
/** Rows that a window of 800 px can show, and those kept ready above and below. */
const mostRows = 80;

describe("an incident with 500 artifacts and 2,000 notes", () => {
  const system = useSoarkit();
  const browser = useBrowser();
  let incident = 0;

  beforeAll(async () => {
    const artifacts = Array.from({ length: artifactCount }, (_, index) => ({ type: "IP Address", value: `142.44.${Math.floor(index / 250) + 1}.${(index % 250) + 1}` }));
    incident = (await system.client.post<IncidentDTO>("/incidents", { name: "A large incident", discovered_date: Date.now(), artifacts })).id;
    for (let done = 0; done < noteCount; done += 20) {
      await Promise.all(Array.from({ length: 20 }, (_, index) => system.client.post(`/incidents/${incident}/comments`, { text: `Note ${done + index + 1} about 142.44.1.1, seen again with a text of a usual length for such a note.` })));
    }
  });

  /** Scrolls the box through to its end and answers how many rows were in the document at most, and the longest tasks. */
  function scrollThrough(page: Page, box: string, row: string): Promise<{ most: number; longTasks: number[] }> {
    return page.evaluate(
      async ([boxSelector, rowSelector]) => {
        const longTasks: number[] = [];
        const observer = new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((entry) => Math.round(entry.duration))));
        observer.observe({ type: "longtask" });
        const place = document.querySelector(boxSelector ?? "");
        if (place === null) throw new Error("there is nothing to scroll");
        let most = 0;
        for (;;) {
          const before = place.scrollTop;
          place.scrollTop += place.clientHeight;
          await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
          most = Math.max(most, place.querySelectorAll(rowSelector ?? "").length);
          if (place.scrollTop === before) break;
        }
        observer.disconnect();
        return { most, longTasks: longTasks.sort((a, b) => b - a).slice(0, 5) };
      },
      [box, row],
    );
  }

  it("opens and scrolls with few rows in the document", async () => {
    const { page } = await browser.visit(platformOf(system));
    await logIn(page, system);
    await page.goto(`${platformOf(system)}/incidents/${incident}/notes`);
    await page.getByText("Note 2000 about").waitFor();
    await page.getByRole("tab", { name: /Notes\s*2,000/ }).waitFor();
    const notes = await scrollThrough(page, ".inc-note-box", "li");
    await page.getByText("Note 1 about").waitFor();
    await page.getByRole("tab", { name: /^Artifacts\s*500/ }).click();
    await page.getByRole("row").nth(5).waitFor();
    const artifacts = await scrollThrough(page, ".sk-table-virtual", "tr[data-row]");
    process.stdout.write(`notes: ${notes.most} rows at most, long tasks ${notes.longTasks.join(", ") || "none"} ms; artifacts: ${artifacts.most} rows at most, long tasks ${artifacts.longTasks.join(", ") || "none"} ms\n`);
    expect(notes.most).toBeLessThan(mostRows);
    expect(artifacts.most).toBeLessThan(mostRows);
  });
});
