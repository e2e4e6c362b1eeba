import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const options: RunOptions = { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }, resultTypes: ["violations"] };

/** What axe finds wrong in the page as it stands; each entry names rule, place and reason. */
export async function violations(page: Page): Promise<string[]> {
  const known = await page.evaluate(() => "axe" in globalThis);
  if (!known) await page.evaluate(axeSource);
  const results = await page.evaluate(async (run) => {
    const { axe } = globalThis as unknown as { axe: { run(context: Document, options: RunOptions): Promise<AxeResults> } };
    return (await axe.run(document, run)).violations;
  }, options);
  return results.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary?.split("\n").slice(1).join(";").trim() ?? rule.help} | ${node.html.slice(0, 160)}`));
}
