import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { ask, consoleServer, type ConsoleServer } from "./console.test-kit.js";
import { serveConsole } from "./serve-console.js";

const script = `export const words = ${JSON.stringify("console ".repeat(1_000))};`;
let kit: ConsoleServer;

async function start(build = true): Promise<ReturnType<ConsoleServer["connect"]>> {
  kit = await consoleServer();
  const folder = join(kit.folder, "dist");
  if (build) {
    await mkdir(join(folder, "assets"), { recursive: true });
    await mkdir(join(folder, "hub"));
    await writeFile(join(folder, "hub/index.html"), '<meta property="csp-nonce" nonce="__CSP_NONCE__"><script src="/assets/a-1.js" nonce="__CSP_NONCE__"></script>');
    await writeFile(join(folder, "assets/a-1.js"), script);
    await writeFile(join(folder, "theme.js"), "// small");
    await writeFile(join(kit.folder, "secret.js"), "outside");
  }
  await serveConsole(kit.server, { folder, entry: "hub", routes: ["/", "/search", "/indicators/*"] });
  await kit.start();
  return kit.connect();
}
afterEach(() => kit.stop());

describe("a page of the console", () => {
  it("carries the nonce of its own policy, another in each answer, and is never kept", async () => {
    const session = await start();
    const seen = new Set<string>();
    for (const path of ["/", "/search", "/indicators/12", "/indicators/a/b"]) {
      const { headers, body } = await ask(session, path);
      expect(headers[":status"]).toBe(200);
      expect(headers["cache-control"]).toBe("no-store");
      const nonce = /'nonce-([^']+)'/.exec(String(headers["content-security-policy"]))?.[1] ?? "";
      expect(Buffer.from(nonce, "base64")).toHaveLength(16);
      expect(body.toString()).toBe(`<meta property="csp-nonce" nonce="${nonce}"><script src="/assets/a-1.js" nonce="${nonce}"></script>`);
      seen.add(nonce);
    }
    expect(seen.size).toBe(4);
  });

  it("is held by a policy without unsafe words, with trusted types", async () => {
    const session = await start();
    const policy = String((await ask(session, "/")).headers["content-security-policy"]);
    expect(policy).not.toContain("unsafe");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types default dompurify");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it("says how to build it when it is not there", async () => {
    const session = await start(false);
    const { headers, body } = await ask(session, "/");
    expect(headers[":status"]).toBe(503);
    expect(body.toString()).toContain("npm run build");
  });
});

describe("an asset", () => {
  it("is compressed as the browser takes it and kept for ever", async () => {
    const session = await start();
    const plain = await ask(session, "/assets/a-1.js");
    expect(plain.body.toString()).toBe(script);
    expect(plain.headers).toMatchObject({ "cache-control": "public, max-age=31536000, immutable", "content-type": "text/javascript; charset=utf-8", vary: "accept-encoding" });
    const brotli = await ask(session, "/assets/a-1.js", { "accept-encoding": "gzip, deflate, br" });
    expect(brotli.headers["content-encoding"]).toBe("br");
    expect(brotliDecompressSync(brotli.body).toString()).toBe(script);
    const gzip = await ask(session, "/assets/a-1.js", { "accept-encoding": "gzip, br;q=0" });
    expect(gzip.headers["content-encoding"]).toBe("gzip");
    expect(gunzipSync(gzip.body).toString()).toBe(script);
  });

  it("without a hash in its name is asked for again and not sent twice", async () => {
    const session = await start();
    const first = await ask(session, "/theme.js");
    expect(first.headers["cache-control"]).toBe("no-cache");
    const second = await ask(session, "/theme.js", { "if-none-match": String(first.headers.etag) });
    expect(second.headers[":status"]).toBe(304);
    expect(second.body).toHaveLength(0);
  });

  it("is never taken from outside the folder", async () => {
    const session = await start();
    for (const path of ["/assets/../../secret.js", "/assets/..%2f..%2fsecret.js", "/assets/%2e%2e%2fhub%2findex.html", "/..%2fsecret.js", "/assets/none.js"]) {
      const { headers, body } = await ask(session, path);
      expect(headers[":status"], path).toBe(404);
      expect(body.toString()).not.toBe("outside");
    }
  });
});
