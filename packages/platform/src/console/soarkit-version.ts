import { createRequire } from "node:module";

/** The version of this package, which is Soarkit's. */
export function soarkitVersion(): string {
  const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };
  return version;
}
