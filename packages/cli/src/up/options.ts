import { resolve } from "node:path";
import { SoarkitError } from "@soarkit/protocol";
import { dataFolder } from "../context/paths.js";

/** Parts of a Soarkit that can be started on their own. */
export const partNames = ["platform", "hub", "server"] as const;
export type PartName = (typeof partNames)[number];

/** Flags of `soarkit up` as commander hands them over. */
export interface UpFlags {
  data?: string;
  host?: string;
  port?: string;
  stompPort?: string;
  hubPort?: string;
  threatPort?: string;
  warninglists?: string;
  samples?: boolean;
  only?: string;
  without?: string[];
  logLevel?: string;
  consoleLog?: boolean;
}

/** What `soarkit up` works with after flags, environment and defaults were put together. */
export interface UpOptions {
  dataDir: string;
  host: string;
  port: number;
  stompPort: number;
  hubPort: number;
  threatPort: number;
  /** Folder with MISP warning lists; without it, the one in the data folder. */
  warningLists: string | undefined;
  samples: boolean;
  parts: ReadonlySet<PartName>;
  without: readonly string[];
  logLevel: string;
  consoleLog: boolean;
}

/** Flags first, then the environment (`SOARKIT_…`), then the defaults of the contract "Install and start". */
export function readUpOptions(flags: UpFlags, env: NodeJS.ProcessEnv): UpOptions {
  return {
    dataDir: dataFolder(flags.data, env),
    host: flags.host ?? env["SOARKIT_HOST"] ?? "127.0.0.1",
    port: portOf("--port", flags.port ?? env["SOARKIT_PORT"], 8443),
    stompPort: portOf("--stomp-port", flags.stompPort ?? env["SOARKIT_STOMP_PORT"], 65001),
    hubPort: portOf("--hub-port", flags.hubPort ?? env["SOARKIT_HUB_PORT"], 8080),
    threatPort: portOf("--threat-port", flags.threatPort ?? env["SOARKIT_THREAT_PORT"], 9000),
    warningLists: folderOf(flags.warninglists ?? env["SOARKIT_WARNINGLISTS"]),
    samples: flags.samples ?? env["SOARKIT_SAMPLES"] !== "no",
    parts: partsOf(flags.only),
    without: flags.without ?? [],
    logLevel: flags.logLevel ?? env["LOGLEVEL"]?.toLowerCase() ?? "info",
    consoleLog: flags.consoleLog ?? false,
  };
}

function folderOf(path: string | undefined): string | undefined {
  return path === undefined || path === "" ? undefined : resolve(path);
}

function portOf(option: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new SoarkitError("OPTION_INVALID", { option, value: text, expected: "a port number from 0 to 65535" });
  return port;
}

function partsOf(only: string | undefined): ReadonlySet<PartName> {
  if (only === undefined) return new Set(partNames);
  const names = only.split(",").map((name) => name.trim()).filter(Boolean);
  const known = new Set<string>(partNames);
  const wrong = names.find((name) => !known.has(name));
  if (wrong !== undefined || names.length === 0) throw new SoarkitError("OPTION_INVALID", { option: "--only", value: only, expected: `a list of ${partNames.join(", ")}` });
  return new Set(names as PartName[]);
}
