import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));

function pages(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return pages(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

it("every link of the docs leads to a file that is there", () => {
  const all = [...readdirSync(root).filter((name) => name.endsWith(".md")), ...pages("docs")];
  expect(all.length).toBeGreaterThan(8);
  const broken = all.flatMap((page) => {
    const links = [...readFileSync(join(root, page), "utf8").matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) => match[1] ?? "");
    return links.filter((link) => !existsSync(join(root, dirname(page), link))).map((link) => `${page} → ${link}`);
  });
  expect(broken).toEqual([]);
});
