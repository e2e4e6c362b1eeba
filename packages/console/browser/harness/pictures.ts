import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { violations } from "./accessibility.js";

const folder = fileURLToPath(new URL("../../../../artifacts/screens/", import.meta.url));
const sizes = [
  { width: 1920, height: 1080 },
  { width: 1280, height: 800 },
];

/** Waits until nothing on the page is loading, its fonts are there and what was started has been drawn. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector("main h1, h1") !== null && document.querySelector("[aria-busy=true], .mantine-Skeleton-root[data-visible]") === null && document.fonts.status === "loaded");
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}

/**
 * Takes the page's picture in both sizes and both themes, and answers what axe finds in either theme and whether the
 * page scrolls sideways. The page is left at 1280×800, light.
 */
export async function inspect(page: Page, name: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const found: string[] = [];
  for (const theme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.locator(`html[data-mantine-color-scheme="${theme}"]`).waitFor({ state: "attached" });
    for (const size of sizes) {
      await page.setViewportSize(size);
      await settled(page);
      await page.screenshot({ path: `${folder}${name}-${size.width}x${size.height}-${theme}.png` });
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wider > 0) found.push(`${name} ${size.width} ${theme}: the page scrolls sideways by ${wider} px`);
    }
    found.push(...(await violations(page)).map((text) => `${name} ${theme}: ${text}`));
  }
  return found;
}

const docsFolder = fileURLToPath(new URL("../../../../docs/images/", import.meta.url));
/** Largest picture in the documentation, bytes. */
const largestPicture = 150_000;

/**
 * Takes a picture for the documentation, 1280 wide in the light theme, and answers what axe finds. It is kept among the
 * artefacts of the run, and with DOCS_PICTURES=1 also under docs/images; a picture that is too large for that is told, too.
 */
export async function documentPicture(page: Page, name: string, height = 800): Promise<string[]> {
  await page.setViewportSize({ width: 1280, height });
  await page.mouse.move(0, 0);
  // Messages on what was just started leave by themselves, and cover the page until then.
  const messages = page.locator(".mantine-Notification-closeButton");
  while ((await messages.count()) > 0) await messages.first().click({ timeout: 1_000 }).catch(() => undefined);
  await settled(page);
  const picture = await page.screenshot();
  for (const target of [folder, ...(process.env["DOCS_PICTURES"] === undefined ? [] : [docsFolder])]) {
    await mkdir(target, { recursive: true });
    await writeFile(`${target}${name}.png`, picture);
  }
  const tooLarge = picture.length > largestPicture ? [`${name}.png has ${picture.length} bytes`] : [];
  return [...tooLarge, ...(await violations(page))];
}
