import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { SoarkitError } from "@soarkit/protocol";
import type { HttpServer } from "../http/server.js";
import { Assets } from "./assets.js";

/** Which console a server shows, and at which addresses. */
export interface ConsoleOptions {
  /** The folder that `vite build` made: `platform/index.html`, `hub/index.html`, `assets/`, files such as `theme.js`. */
  readonly folder: string;
  readonly entry: "hub" | "platform";
  /** Addresses of pages; `*` at the end takes everything below, for example `/incidents/*`. */
  readonly routes: readonly string[];
}

/** Stands in the built page where the nonce of each answer goes. */
const nonceMark = "__CSP_NONCE__";
const assetName = /^[\w-][\w.-]*$/;

/**
 * Serves a built console: pages with a nonce of their own under a content policy without `unsafe-*`, assets compressed
 * and kept for ever by browsers. Call it before the server listens. A folder that is not there makes pages answer
 * `CONSOLE_NOT_BUILT`; the rest of the server works. Source: console.md §5.3, §5.4.
 */
export async function serveConsole(server: HttpServer, options: ConsoleOptions): Promise<void> {
  const assets = new Assets();
  const page = join(options.folder, options.entry, "index.html");
  for (const route of options.routes) {
    server.get(route, async (_request, reply) => {
      const nonce = randomBytes(16).toString("base64");
      const html = await readPage(page, options.folder);
      return reply.headers(pageHeaders(nonce)).type("text/html; charset=utf-8").send(html.replaceAll(nonceMark, nonce));
    });
  }
  server.get("/assets/:name", async (request, reply) => {
    const { name } = request.params as { name: string };
    const sent = assetName.test(name) && (await assets.send(request, reply, join(options.folder, "assets", name), "immutable"));
    if (!sent) throw new SoarkitError("NOT_FOUND", { path: `/assets/${name}` });
    return reply;
  });
  for (const name of await namesOf(options.folder)) {
    server.get(`/${name}`, async (request, reply) => {
      if (!(await assets.send(request, reply, join(options.folder, name), "asked"))) throw new SoarkitError("NOT_FOUND", { path: `/${name}` });
      return reply;
    });
  }
}

/** The policy of a page; Mantine's, get-nonce's and CodeMirror's style elements carry the nonce. */
function pageHeaders(nonce: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types default dompurify",
  ];
  return { "cache-control": "no-store", "content-security-policy": policy.join("; "), "referrer-policy": "same-origin" };
}

async function readPage(file: string, folder: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new SoarkitError("CONSOLE_NOT_BUILT", { folder }, { cause });
  }
}

async function namesOf(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile() && assetName.test(entry.name)).map(({ name }) => name);
  } catch {
    return [];
  }
}
