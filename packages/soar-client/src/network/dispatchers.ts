import { Agent, type Dispatcher, ProxyAgent } from "undici";
import { type ProxySettings, proxyFor } from "./proxies.js";

/** How outgoing connections are made. */
export interface DispatcherOptions {
  /** PEM text of the trusted authorities; default those of the system. */
  readonly ca?: string;
  /** False accepts any certificate. Default true. */
  readonly verify?: boolean;
  /** PEM text of a client certificate and its key, for servers that ask for one. */
  readonly clientCertificate?: { readonly cert: string; readonly key: string };
  readonly proxies?: ProxySettings;
  readonly environmentProxies?: ProxySettings;
  /** User and password of the configured proxy, when its address does not carry them. */
  readonly proxyCredentials?: { readonly user: string; readonly password: string };
}

/** Connections to any number of hosts, made when first needed and kept open for the next call. */
export class Dispatchers {
  readonly #options: DispatcherOptions;
  readonly #open = new Map<string, Dispatcher>();

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Address of the proxy for a call, without user and password; undefined for a direct call. */
  proxyOf(url: URL): string | undefined {
    const proxy = proxyFor(url, this.#options.proxies ?? {}, this.#options.environmentProxies ?? {});
    return proxy === undefined ? undefined : new URL(proxy).host;
  }

  for(url: URL): Dispatcher {
    const proxy = proxyFor(url, this.#options.proxies ?? {}, this.#options.environmentProxies ?? {});
    const known = this.#open.get(proxy ?? "");
    if (known !== undefined) return known;
    const made = proxy === undefined ? this.#direct() : this.#through(new URL(proxy));
    this.#open.set(proxy ?? "", made);
    return made;
  }

  async close(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(open.map((dispatcher) => dispatcher.destroy()));
  }

  #direct(): Dispatcher {
    return new Agent({ connect: this.#tls(), allowH2: false });
  }

  #through(proxy: URL): Dispatcher {
    const inUrl = proxy.username === "" ? undefined : { user: decodeURIComponent(proxy.username), password: decodeURIComponent(proxy.password) };
    const credentials = inUrl ?? this.#options.proxyCredentials;
    proxy.username = "";
    proxy.password = "";
    return new ProxyAgent({
      uri: proxy.href,
      ...(credentials && { token: `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString("base64")}` }),
      requestTls: this.#tls(),
      proxyTls: this.#options.ca === undefined ? {} : { ca: this.#options.ca },
    });
  }

  #tls(): { ca?: string; cert?: string; key?: string; rejectUnauthorized: boolean; timeout: number } {
    const { ca, verify = true, clientCertificate } = this.#options;
    return { ...(ca !== undefined && { ca }), ...clientCertificate, rejectUnauthorized: verify, timeout: 10_000 };
  }
}
