import type { BrowserContext } from "playwright-core";

/** Everything that a page must not do: messages, errors, requests elsewhere, breaches of the content policy, broken answers. */
export class PageWatch {
  readonly #findings: string[] = [];
  /** Chromium reports every answer of 400 and more; this one is how a page learns that nobody is logged in. */
  readonly #allowed: RegExp[] = [/status of 401 .*\/(rest|api\/hub)\/session$/];

  private constructor() {}

  /** Watches all pages of a browser that may speak with `origin` alone. */
  static async of(context: BrowserContext, origin: string): Promise<PageWatch> {
    const watch = new PageWatch();
    context.on("console", (message) => {
      if (message.type() === "warning" || message.type() === "error") watch.#add(`console ${message.type()}: ${message.text()} ${message.location().url}`);
    });
    context.on("weberror", (error) => watch.#add(`page error: ${error.error().stack ?? error.error().message}`));
    context.on("request", (request) => {
      const url = new URL(request.url());
      if (url.origin !== origin && url.protocol !== "data:" && url.protocol !== "blob:") watch.#add(`request outside: ${request.url()}`);
    });
    context.on("response", (response) => {
      if (response.status() >= 500) watch.#add(`answer ${response.status()}: ${response.request().method()} ${response.url()}`);
    });
    await context.exposeBinding("reportPolicyBreach", (_source, text: string) => watch.#add(`content policy: ${text}`));
    await context.addInitScript(() => {
      const page = globalThis as unknown as { reportPolicyBreach(text: string): void };
      document.addEventListener("securitypolicyviolation", (event) => page.reportPolicyBreach(`${event.effectiveDirective} ${event.blockedURI} ${event.sample} at ${event.sourceFile}:${event.lineNumber}`));
    });
    return watch;
  }

  /** Lets findings pass that a test provokes, such as failed requests while the server is down. */
  allow(...patterns: readonly RegExp[]): void {
    this.#allowed.push(...patterns);
  }

  /** What was seen and is not allowed. */
  findings(): string[] {
    return this.#findings.filter((text) => !this.#allowed.some((pattern) => pattern.test(text)));
  }

  #add(text: string): void {
    this.#findings.push(text);
  }
}
