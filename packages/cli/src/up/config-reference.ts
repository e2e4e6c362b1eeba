import { sectionTemplates, type SoarkitApp } from "@soarkit/app-sdk";
import { resilientSection } from "./resilient-section.js";
import { threatServiceSections } from "./threat-service-sections.js";

/** `docs/reference/configuration.md`, made from the sections as Soarkit writes them. */
export function configReference(apps: readonly SoarkitApp[]): string {
  const sections = [
    { title: "[resilient]", text: "The SOAR platform, and how the integration server reaches it.", body: resilientSection },
    ...threatServiceSections.map(({ section, about, template }) => ({ title: `[${section}]`, text: about, body: template })),
    ...apps.flatMap((app) => sectionTemplates(app.config).map(({ section, template }) => ({ title: `[${section}]`, text: `The app ${app.displayName} (${app.packageName}).`, body: template }))),
  ];
  const lines = [
    "# Configuration",
    "",
    "One file, `app.config`, in the form that Python's ConfigParser reads: `key = value` or `key: value`, comments on lines of their",
    "own, indented lines continue a value, `%` is an ordinary character. Key names may be written in any case, section names not.",
    "",
    "Which file is read: `--config-file`, then `APP_CONFIG_FILE`, then `./app.config`, then `~/.resilient/app.config`, then the one of the",
    "data folder.",
    "",
    "A value may name a secret instead of holding it: `$NAME` or `${NAME}` takes it from the environment, `^name` or `^{name}` from the secret",
    "store, into which `res-keyring` asks. The store is the keyring of the operating system, else a file encrypted with",
    "`SOARKIT_SECRET_KEY` or a systemd credential, else a file that only its owner may read.",
    "",
  ];
  for (const section of sections) lines.push(`## ${section.title}`, "", section.text, "", "```ini", section.body.trim(), "```", "");
  return `${lines.join("\n").trimEnd()}\n`;
}
