import type { ProxySettings } from "@soarkit/soar-client";

/** What turns a section's texts into a typed configuration: any zod schema, of whichever zod an app brings along. */
export interface ConfigSchema<Config> {
  readonly safeParse: (
    values: unknown,
  ) => { readonly success: true; readonly data: Config } | { readonly success: false; readonly error: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] } };
}

/** One section as `config -c` writes it. */
export interface SectionTemplate {
  readonly section: string;
  /** The heading, every key, and a comment for each. */
  readonly template: string;
  /** `config -u` does not add it to a file that has a section whose name starts so. */
  readonly unless?: string;
}

/** Sections that an app reads beside its own, as many as the file has. */
export interface FurtherSections {
  /** All sections whose names start so belong to the app. */
  readonly prefix: string;
  readonly templates: readonly SectionTemplate[];
}

/** The section of `app.config` that an app reads. */
export interface AppConfig<Config = unknown> {
  /** Section name, for example `fn_anomali_staxx`. */
  readonly section: string;
  /** Names of older sections that are read when `section` is not in the file. */
  readonly legacySections?: readonly string[];
  /** Sections beside it. The schema finds them under `sections`, by name. */
  readonly furtherSections?: FurtherSections;
  /** Key of the section that names the app's message destination. Without it, or when it is empty: that of the customizations. */
  readonly destinationKey?: string;
  /** Turns the section's texts into the typed configuration. Secrets are already resolved when it is called. */
  readonly schema: ConfigSchema<Config>;
  /** Keys whose values are secret, in every section of the app: they never appear in logs, errors and exports. */
  readonly secrets: readonly string[];
  /** The proxies that keys of the app's own name. Default: `http_proxy`, `https_proxy` and `no_proxy`. */
  proxies?(config: Config): ProxySettings | undefined;
  /** Text of the section as `config -c` writes it: the heading, every key, and a comment for each. */
  readonly template: string;
}

/** Every section of an app as `config -c` writes it: its own, then the further ones. */
export function sectionTemplates(config: AppConfig): readonly SectionTemplate[] {
  return [{ section: config.section, template: config.template }, ...(config.furtherSections?.templates ?? [])];
}

/** The sections that a file lacks, given the names of those it has. */
export function missingSections(config: AppConfig, present: readonly string[]): readonly SectionTemplate[] {
  return sectionTemplates(config).filter(({ section, unless }) => !present.some((name) => name === section || (unless !== undefined && name.startsWith(unless))));
}

/** Whether a section is the app's own or one of its further ones. */
export function ownsSection(config: AppConfig, section: string): boolean {
  const prefix = config.furtherSections?.prefix;
  return section === config.section || (prefix !== undefined && section.startsWith(prefix));
}

/** Declares an app's configuration. Give the result to `defineApp` and to each `defineFunction` that reads it. */
export function defineConfig<Config>(config: AppConfig<Config>): AppConfig<Config> {
  return config;
}
