import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomic } from "@soarkit/runtime";

/** What earlier starts have done already, kept in DATA/state.json. */
export interface UpState {
  samplesLoaded: boolean;
  adminPasswordWritten: boolean;
  /** The workspace Demo was made; whoever deletes it does not get it back. */
  demoWorkspaceMade: boolean;
  /** Threat sources that were registered: their address and a fingerprint of the credentials, by name. What a person deletes is not registered again. */
  threatSources: Record<string, { url: string; credentials: string }>;
  /** Fingerprint of each app's customizations as they were imported last, by package name. */
  customized: Record<string, string>;
}

const nothingDone: UpState = { samplesLoaded: false, adminPasswordWritten: false, demoWorkspaceMade: false, threatSources: {}, customized: {} };

export async function readState(dataDir: string): Promise<UpState> {
  try {
    return { ...structuredClone(nothingDone), ...(JSON.parse(await readFile(stateFile(dataDir), "utf8")) as Partial<UpState>) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return structuredClone(nothingDone);
    throw error;
  }
}

export async function writeState(dataDir: string, state: UpState): Promise<void> {
  await writeFileAtomic(stateFile(dataDir), `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
}

function stateFile(dataDir: string): string {
  return join(dataDir, "state.json");
}
