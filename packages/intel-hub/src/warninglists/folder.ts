import { watch, type FSWatcher } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** A file that may be a list. */
export interface ListFile {
  /** The folder's name for `NAME/list.json`, else the file's without its ending. */
  readonly id: string;
  readonly path: string;
  /** Changes when the file changes. */
  readonly stamp: string;
}

/** Most files of a folder. */
const mostFiles = 1_000;
/** How long a folder must be quiet after a change, milliseconds: an unpacked archive is many changes. */
const quiet = 500;

/** The lists of a folder: every `NAME/list.json` and every `NAME.json`. @throws the file system's error when there is no such folder. */
export async function listFiles(folder: string): Promise<ListFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const paths = entries.flatMap((entry) => (entry.name.startsWith(".") ? [] : /\.json$/i.test(entry.name) ? [join(folder, entry.name)] : entry.isDirectory() ? [join(folder, entry.name, "list.json")] : []));
  const files: ListFile[] = [];
  for (const path of paths.sort().slice(0, mostFiles)) {
    const found = await stat(path).catch(() => undefined);
    const id = basename(path) === "list.json" && dirname(path) !== folder ? basename(dirname(path)) : basename(path).replace(/\.json$/i, "");
    if (found?.isFile() === true) files.push({ id, path, stamp: `${found.mtimeMs} ${found.size}` });
  }
  return files;
}

/** Calls when something in a folder has changed and come to rest. Without a folder, or where the system cannot tell, it never calls. */
export function watchFolder(folder: string, changed: () => void): { close(): void } {
  let timer: NodeJS.Timeout | undefined;
  let watcher: FSWatcher | undefined;
  const close = (): void => {
    clearTimeout(timer);
    watcher?.close();
  };
  try {
    watcher = watch(folder, { recursive: true, persistent: false }, () => {
      clearTimeout(timer);
      timer = setTimeout(changed, quiet).unref();
    });
    watcher.on("error", close);
  } catch {
    // The command `soarkit hub warninglists --reload` remains.
  }
  return { close };
}
