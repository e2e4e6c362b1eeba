import { type AppHttp, createAppHttp, type SoarkitApp } from "@soarkit/app-sdk";
import { type AppSettings, readAppSettings, type SettingsSources } from "./app-settings.js";

/** How long read settings are used before secrets are looked up again, in milliseconds. */
const settingsKeptMs = 5_000;

/** What the functions of one app share: its settings and its connections to other systems. */
export class AppRuntime {
  #settings: { readonly value: Promise<AppSettings>; readonly until: number } | undefined;
  #http: { readonly key: string; readonly value: AppHttp } | undefined;

  constructor(
    readonly app: SoarkitApp,
    readonly sources: SettingsSources,
  ) {}

  /** The app's settings, at most five seconds old. */
  settings(): Promise<AppSettings> {
    const now = Date.now();
    if (this.#settings === undefined || this.#settings.until < now) {
      const value = readAppSettings(this.app, this.sources);
      this.#settings = { value, until: now + settingsKeptMs };
      value.catch(() => { this.#settings = undefined; });
    }
    return this.#settings.value;
  }

  /** Connections made with these settings; they stay open until the settings change. */
  http(settings: AppSettings): AppHttp {
    const key = JSON.stringify(settings.http);
    if (this.#http?.key !== key) {
      const before = this.#http?.value;
      this.#http = { key, value: createAppHttp(settings.http) };
      // Calls that still use the old connections end with an error they can be repeated after.
      void before?.close();
    }
    return this.#http.value;
  }

  async close(): Promise<void> {
    await this.#http?.value.close();
    this.#http = undefined;
  }
}
