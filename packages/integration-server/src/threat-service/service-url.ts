import type { ThreatServiceSettings } from "./settings.js";

/** Address under which this machine reaches a service. */
export function serviceUrl({ host, port, certificateFile, urlbase }: Pick<ThreatServiceSettings, "host" | "port" | "certificateFile" | "urlbase">, path: string): string {
  const name = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : host.includes(":") ? `[${host}]` : host;
  return `${certificateFile === undefined ? "http" : "https"}://${name}:${port}${urlbase}/${path}`;
}
