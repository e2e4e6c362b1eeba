import { readFileSync } from "node:fs";

/** Version of this Soarkit, as in the package's own `package.json`. */
export function soarkitVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return (manifest as { version: string }).version;
}
