import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, type TestContext } from "vitest";
import { PageWatch } from "./page-watch.js";

/** How long a test waits for something to be seen. */
export const patienceMs = 20_000;

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"];
const artifacts = fileURLToPath(new URL("../../../../artifacts/", import.meta.url));

/** A person at a browser of their own: cookies, pages, and everything that went wrong in them. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly watch: PageWatch;
}

/** Opens browsers for the tests of one file; after each test nothing wrong may have been seen in any of its pages. */
export function useBrowser(): { visit(origin: string, options?: BrowserContextOptions): Promise<Visitor> } {
  let browser: Browser;
  let visitors: Visitor[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: flags });
  });

  afterEach(async (test) => {
    const done = visitors;
    visitors = [];
    if (test.task.result?.state === "fail") for (const [index, visitor] of done.entries()) await keepPicture(visitor, test, index);
    const wrong = done.flatMap(({ watch }) => watch.findings());
    await Promise.all(done.map(({ context }) => context.close()));
    if (wrong.length > 0) throw new Error(`The pages did not stay quiet:\n${wrong.join("\n")}`);
  });

  afterAll(() => browser.close());

  return {
    async visit(origin, options = {}) {
      const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1280, height: 800 }, timezoneId: "Europe/Stockholm", locale: "en-GB", colorScheme: "light", ...options });
      context.setDefaultTimeout(patienceMs);
      const watch = await PageWatch.of(context, origin);
      const visitor = { context, page: await context.newPage(), watch };
      visitors.push(visitor);
      return visitor;
    },
  };
}

async function keepPicture({ page, watch }: Visitor, test: TestContext, index: number): Promise<void> {
  const name = `${test.task.name.replace(/\W+/g, "-").slice(0, 80)}-${index}`;
  await mkdir(`${artifacts}failures`, { recursive: true });
  await page.screenshot({ path: `${artifacts}failures/${name}.png` }).catch(() => undefined);
  process.stderr.write(`failed at ${page.url()}, see artifacts/failures/${name}.png\n${watch.findings().join("\n")}\n`);
}
