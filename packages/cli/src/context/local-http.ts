import { readFile } from "node:fs/promises";
import type { RunFile } from "@soarkit/runtime";
import { Agent } from "undici";

/** A connection pool that trusts the running Soarkit's own certificate authority and nobody else. */
export async function localAgent(run: RunFile): Promise<Agent> {
  return new Agent({ connect: { ca: await readFile(run.ca_file, "utf8") } });
}

/** How a person's programs on this machine reach a server that listens on `host`. */
export function reachableHost(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
