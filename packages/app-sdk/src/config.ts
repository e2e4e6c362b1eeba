/** What turns a section's texts into a typed configuration: any zod schema, of whichever zod an app brings along. */
export interface ConfigSchema<Config> {
  readonly safeParse: (
    values: unknown,
  ) => { readonly success: true; readonly data: Config } | { readonly success: false; readonly error: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] } };
}

/** The section of `app.config` that an app reads. */
export interface AppConfig<Config = unknown> {
  /** Section name, for example `fn_anomali_staxx`. */
  readonly section: string;
  /** Names of older sections that are read when `section` is not in the file. */
  readonly legacySections?: readonly string[];
  /** Turns the section's texts into the typed configuration. Secrets are already resolved when it is called. */
  readonly schema: ConfigSchema<Config>;
  /** Keys whose values are secret: they never appear in logs, errors and exports. */
  readonly secrets: readonly string[];
  /** Text of the section as `config -c` writes it: the heading, every key, and a comment for each. */
  readonly template: string;
}

/** Declares an app's configuration. Give the result to `defineApp` and to each `defineFunction` that reads it. */
export function defineConfig<Config>(config: AppConfig<Config>): AppConfig<Config> {
  return config;
}
