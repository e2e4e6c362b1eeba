import { open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { randomUUID } from "node:crypto";

/**
 * Replaces a file as a whole: after a crash there is the old or the new content, never a part. The new content is on
 * disk when this returns.
 * @param options.mode permissions of the file, default 0600.
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array, options: { mode?: number } = {}): Promise<void> {
  const folder = dirname(path);
  const part = join(folder, `.${randomUUID()}.part`);
  try {
    const handle = await open(part, "wx", options.mode ?? 0o600);
    try {
      await handle.writeFile(content);
      await handle.chmod(options.mode ?? 0o600);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
