import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { registerSecret } from "../logging/known-secrets.js";

/** The key that secrets are encrypted with: `SOARKIT_SECRET_KEY`, else systemd's credential `soarkit-secret-key`. */
export async function secretKeyOf(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const key = env["SOARKIT_SECRET_KEY"] ?? (await credential(env["CREDENTIALS_DIRECTORY"]));
  if (key === undefined || key.trim() === "") return undefined;
  registerSecret(key.trim());
  return key.trim();
}

async function credential(folder: string | undefined): Promise<string | undefined> {
  if (folder === undefined || folder === "") return undefined;
  try {
    return await readFile(join(folder, "soarkit-secret-key"), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
