import type { ReplacedApp, SoarkitApp } from "@soarkit/app-sdk";
import { appendSection, parseConfigText, setConfigValues } from "@soarkit/runtime";
import { endSection } from "./config-sections.js";

/** What became of a replaced app's section. */
export interface MovedSection {
  readonly text: string;
  /** Keys whose values were taken over. */
  readonly moved: readonly string[];
}

/**
 * Moves the section of a replaced app to the section of the app that takes its place: its values are taken over
 * unresolved, and the old section is commented out. A section that the new app has already keeps its own values.
 */
export function moveSection(text: string, app: SoarkitApp, replaced: ReplacedApp): MovedSection {
  const config = parseConfigText(text);
  const { section } = app.config;
  if (replaced.section === section || !config.has(replaced.section)) return { text, moved: [] };
  if (config.has(section)) return { text: endSection(text, replaced.section, "comment out"), moved: [] };
  const inherited = config.section("DEFAULT");
  const values = Object.fromEntries(Object.entries(config.section(replaced.section)).filter(([key, value]) => inherited[key] !== value));
  const ended = endSection(text, replaced.section, "comment out");
  return { text: setConfigValues(appendSection(ended, app.config.template), section, values), moved: Object.keys(values) };
}
