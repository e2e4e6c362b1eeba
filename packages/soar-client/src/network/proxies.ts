import { isLoopback } from "@soarkit/runtime";

/** Which proxy an address is called through. */
export interface ProxySettings {
  /** Proxy for `http:` addresses, with scheme and port; `direct` for none. */
  readonly http?: string;
  /** Proxy for `https:` addresses; `direct` for none. */
  readonly https?: string;
  /** Hosts that are called directly: comma-separated names, domains (`.example.com`), `host:port`, or `*`. */
  readonly noProxy?: string;
}

/** The word that switches proxies off, whatever the environment says. */
export const direct = "direct";

/** `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, in capitals or small letters. */
export function proxiesOfEnvironment(env: NodeJS.ProcessEnv): ProxySettings {
  const read = (name: string): string | undefined => env[name] ?? env[name.toLowerCase()];
  const http = read("HTTP_PROXY");
  const https = read("HTTPS_PROXY");
  const noProxy = read("NO_PROXY");
  return { ...(http && { http }), ...(https && { https }), ...(noProxy && { noProxy }) };
}

/**
 * The proxy for one address, or undefined for a direct call. The environment wins over the configuration
 * (integration-server §2.5), but never for this machine itself; a configured `direct` wins over all.
 */
export function proxyFor(url: URL, configured: ProxySettings, environment: ProxySettings): string | undefined {
  const kind = url.protocol === "http:" ? "http" : "https";
  if (configured[kind]?.toLowerCase() === direct) return undefined;
  if (excluded(url, configured.noProxy) || excluded(url, environment.noProxy)) return undefined;
  const found = (isLoopback(url.hostname) ? undefined : environment[kind]) ?? configured[kind];
  if (found === undefined || found.trim() === "") return undefined;
  return found.includes("://") ? found : `http://${found}`;
}

function excluded(url: URL, noProxy: string | undefined): boolean {
  if (noProxy === undefined) return false;
  const host = url.hostname.toLowerCase().replace(/^\[|\]$/g, "");
  const port = url.port || (url.protocol === "http:" ? "80" : "443");
  return noProxy.split(/[\s,]+/).some((entry) => {
    if (entry === "*") return true;
    const [, name = "", , wantedPort] = /^\[?([^\]]*?)\]?(:(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (name === "" || (wantedPort !== undefined && wantedPort !== port)) return false;
    const bare = name.replace(/^\*?\./, "");
    return host === bare || host.endsWith(`.${bare}`);
  });
}
