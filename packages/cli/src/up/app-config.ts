import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { missingSections, sectionTemplates, type SoarkitApp } from "@soarkit/app-sdk";
import { appendSection, type ConfigFile, hashSecret, parseConfigText, setConfigValues, writeFileAtomic } from "@soarkit/runtime";
import { resilientSection } from "./resilient-section.js";
import { threatServiceSections } from "./threat-service-sections.js";

/** Values that Soarkit itself puts into app.config, by section and key. */
export type GeneratedValues = Readonly<Record<string, Readonly<Record<string, string>>>>;

const header = `# Configuration of the integration server and its apps, in the form that IBM-style clients read.
# Soarkit wrote it at its first start. Lines that you change are yours: Soarkit keeps its own lines up to date
# (ports, addresses), and never touches a line that you changed.

`;

/**
 * Writes DATA/app.config at the first start and later brings the values that Soarkit generated up to date. A value
 * that a person changed is never touched: what was generated last is remembered by its hash in
 * DATA/generated-config.json (design §5 "Install and start").
 *
 * @returns the file's path and the keys whose value was left as a person set it
 */
export async function writeAppConfig(dataDir: string, apps: readonly SoarkitApp[], generated: GeneratedValues): Promise<{ file: string; kept: string[] }> {
  const file = join(dataDir, "app.config");
  const memoryFile = join(dataDir, "generated-config.json");
  const before = await readIfThere(file);
  const memory = JSON.parse((await readIfThere(memoryFile)) ?? "{}") as Record<string, string>;

  let text = before ?? header + resilientSection;
  for (const { section, template } of threatServiceSections) {
    if (section in generated && !parseConfigText(text, file).has(section)) text = appendSection(text, template);
  }
  for (const app of apps) {
    for (const { template } of missingSections(app.config, parseConfigText(text, file).sections())) text = appendSection(text, template);
    for (const template of siblings(app, Object.keys(generated), parseConfigText(text, file))) text = appendSection(text, template);
  }

  const kept: string[] = [];
  for (const [section, values] of Object.entries(generated)) {
    const changes: Record<string, string> = {};
    for (const [key, value] of Object.entries(values)) {
      const present = before === undefined ? undefined : parseConfigText(before, file).get(section, key);
      const remembered = memory[`${section}.${key}`];
      if (present !== undefined && remembered !== undefined && hashSecret(present) !== remembered) {
        kept.push(`[${section}] ${key}`);
        continue;
      }
      if (present !== value) changes[key] = value;
      memory[`${section}.${key}`] = hashSecret(value);
    }
    if (Object.keys(changes).length > 0) text = setConfigValues(text, section, changes);
  }

  if (text !== before) await writeFileAtomic(file, text, { mode: 0o600 });
  await writeFileAtomic(memoryFile, `${JSON.stringify(memory, null, 2)}\n`, { mode: 0o600 });
  return { file, kept };
}

/** Sections of which there can be several, such as accounts, in the form of the one that has a template. */
function siblings(app: SoarkitApp, wanted: readonly string[], present: ConfigFile): string[] {
  return wanted.filter((section) => !present.has(section)).flatMap((section) => {
    const like = sectionTemplates(app.config).find(({ unless }) => unless !== undefined && section.startsWith(unless));
    return like === undefined ? [] : [like.template.replaceAll(like.section, section)];
  });
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
