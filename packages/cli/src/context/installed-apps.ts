import type { SoarkitApp } from "@soarkit/app-sdk";
import { discoverApps } from "@soarkit/integration-server";
import { SoarkitError } from "@soarkit/protocol";
import { installationFolder } from "./paths.js";

/** The apps of this installation and of the data folder. */
export async function installedApps(dataDir: string): Promise<SoarkitApp[]> {
  return (await discoverApps({ roots: [installationFolder(), dataDir] })).map((found) => found.app);
}

/** The apps that a person named, as users write them: `fn-anomali-staxx`, `fn_anomali_staxx` or `anomali-staxx`. No name: all. */
export function chooseApps(apps: readonly SoarkitApp[], names: readonly string[] | undefined): SoarkitApp[] {
  if (names === undefined || names.length === 0) return [...apps];
  return names.flatMap((list) => list.split(",")).filter(Boolean).map((name) => {
    const app = apps.find((candidate) => isCalled(candidate, name));
    if (app === undefined) throw new SoarkitError("APP_UNKNOWN", { name, names: apps.map((candidate) => candidate.packageName).join(", ") || "none" });
    return app;
  });
}

/** Whether a person means this app by a name: its own or its package's, however they write it. */
export function isCalled(app: SoarkitApp, name: string): boolean {
  return [app.name, app.packageName, ...(app.alsoCalled ?? [])].some((known) => isSameName(known, name));
}

/** Whether two spellings name the same package: case, dashes and underscores do not count. */
export function isSameName(left: string, right: string): boolean {
  return plain(left) === plain(right);
}

function plain(name: string): string {
  return name.trim().toLowerCase().replace(/[^a-z0-9]/g, "");
}
