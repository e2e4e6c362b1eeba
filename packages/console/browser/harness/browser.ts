import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, type TestContext } from "vitest";
import { PageWatch } from "./page-watch.js";

/** How long a test waits for something to be seen. */
export const patienceMs = 60_000;

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"];
const artifacts = fileURLToPath(new URL("../../../../artifacts/", import.meta.url));

/** A person at a browser of their own: cookies, pages, and everything that went wrong in them. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly watch: PageWatch;
}

/** What a logged-in person's browser keeps: give it to {@link TestBrowser.visit} as `storageState`. */
export type KeptSession = Awaited<ReturnType<BrowserContext["storageState"]>>;

/** A browser for the tests of one file. */
export interface TestBrowser {
  /** A new person: nothing of what another one did is kept. */
  visit(origin: string, options?: BrowserContextOptions): Promise<Visitor>;
  /** The session of somebody who logs in by `logIn` and leaves. */
  sessionOf(origin: string, logIn: (page: Page) => Promise<void>): Promise<KeptSession>;
}

/** Opens browsers for the tests of one file; after each test nothing wrong may have been seen in any of its pages. */
export function useBrowser(): TestBrowser {
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

  const kit: TestBrowser = {
    async visit(origin, options = {}) {
      const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1280, height: 800 }, timezoneId: "Europe/Stockholm", locale: "en-GB", colorScheme: "light", ...options });
      context.setDefaultTimeout(patienceMs);
      const watch = await PageWatch.of(context, origin);
      const visitor = { context, page: await context.newPage(), watch };
      visitors.push(visitor);
      return visitor;
    },
    async sessionOf(origin, logIn) {
      const visitor = await kit.visit(origin);
      await logIn(visitor.page);
      const session = await visitor.context.storageState();
      visitors = visitors.filter((other) => other !== visitor);
      await visitor.context.close();
      return session;
    },
  };
  return kit;
}

async function keepPicture({ page, watch }: Visitor, test: TestContext, index: number): Promise<void> {
  const name = `${test.task.name.replace(/\W+/g, "-").slice(0, 80)}-${index}`;
  await mkdir(`${artifacts}failures`, { recursive: true });
  await page.screenshot({ path: `${artifacts}failures/${name}.png` }).catch(() => undefined);
  process.stderr.write(`failed at ${page.url()}, see artifacts/failures/${name}.png\n${watch.findings().join("\n")}\n`);
}
