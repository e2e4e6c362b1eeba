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
    const app = apps.find((candidate) => [candidate.name, candidate.packageName].some((known) => plain(known) === plain(name)));
    if (app === undefined) throw new SoarkitError("APP_UNKNOWN", { name, names: apps.map((candidate) => candidate.packageName).join(", ") || "none" });
    return app;
  });
}

function plain(name: string): string {
  return name.trim().toLowerCase().replace(/[^a-z0-9]/g, "");
}
