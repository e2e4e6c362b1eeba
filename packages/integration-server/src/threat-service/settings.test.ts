import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAppHttp, defineThreatSearcher, found } from "@soarkit/app-sdk";
import { createLogger, ensureCertificates, parseConfigText } from "@soarkit/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppRuntime } from "../apps/app-runtime.js";
import { testAppWith } from "../test-support/test-app.js";
import { readCertificate, readThreatServiceSettings } from "./settings.js";
import { ThreatService } from "./threat-service.js";

const read = (...lines: string[]) => readThreatServiceSettings({ config: parseConfigText(lines.join("\n"), "app.config"), env: { CTS_PASSWORD: "canary-2" } });

describe("the sections of the threat service", () => {
  it("are not there: no service", async () => {
    expect(await read("[resilient]")).toBeUndefined();
  });

  it("have the documented defaults", async () => {
    expect(await read("[webserver]", "[custom_threat_service]")).toEqual({
      host: "localhost", port: 9000, certificateFile: undefined, urlbase: "/cts", uploadFile: true, firstRetrySecs: 5, laterRetrySecs: 60, maxRetries: 60,
      cacheSize: 10_000, cacheTtlMs: 600_000, maxPending: 10_000, maxRequestsPerSecond: 2_000, maxFileBytes: 25 * 1024 * 1024, login: undefined,
    });
  });

  it("are read as both documents print them, secrets resolved", async () => {
    const settings = await read("[webserver]", "server = 10.0.0.5", "port=9443", "secure = 1", "cafile = /etc/cts.pem", "[custom_threat_service]", "urlbase=/cts", "auth_user = soar", "auth_password = $CTS_PASSWORD");
    expect(settings).toMatchObject({ host: "10.0.0.5", port: 9443, certificateFile: "/etc/cts.pem", login: { user: "soar", password: "canary-2" } });
    expect((await read("[webserver]", "secure = y", "certfile = /a.pem", "cafile = /b.pem"))?.certificateFile).toBe("/a.pem");
    expect((await read("[webserver]", "server = 10.0.0.5", "allow_http = true"))?.host).toBe("10.0.0.5");
  });

  it.each([
    [["[webserver]", "server = 10.0.0.5"], "secure", "unencrypted"],
    [["[webserver]", "secure = 1"], "certfile", "PEM file"],
    [["[webserver]", "secure = perhaps"], "secure", "1 (yes) or 0 (no)"],
    [["[webserver]", "port = 70000"], "port", "from 0 to 65535"],
    [["[custom_threat_service]", "cache_ttl = ten"], "cache_ttl", "whole number"],
    [["[custom_threat_service]", "max_retries = 0"], "max_retries", "from 1"],
    [["[custom_threat_service]", "max_requests_per_second = -1"], "max_requests_per_second", "from 0"],
    [["[custom_threat_service]", "auth_user = soar"], "auth_password", "belong together"],
    [["[custom_threat_service]", "urlbase = /a b"], "urlbase", "a path such as /cts"],
  ])("name what is wrong: %j", async (lines, key, reason) => {
    await expect(read(...lines)).rejects.toThrow(new RegExp(`^The setting ${key} in section .* of app.config is not usable: .*${reason.replace(/[()]/g, "\\$&")}`));
  });
});

describe("the server", () => {
  let folder: string;
  let pem: string;
  let ca: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "threat-settings-"));
    const certificates = await ensureCertificates(folder, { hosts: ["127.0.0.1"] });
    ca = certificates.caPem;
    pem = join(folder, "server.pem");
    await writeFile(pem, `${certificates.keyPem}\n${certificates.certPem}`);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const service = async (...lines: string[]) => {
    const settings = await read("[webserver]", "server = 127.0.0.1", ...lines);
    if (settings === undefined) throw new Error("no settings");
    const searcher = defineThreatSearcher({ path: "test", types: ["net.ip"], search: (lookups) => Promise.resolve(lookups.map(() => found())) });
    const app = testAppWith([], [], "one", [searcher]);
    const runtime = new AppRuntime(app, { config: parseConfigText("[fn_test]"), env: {} });
    return new ThreatService({ settings, configFile: "app.config", dataDir: folder, runtimes: new Map([["one", runtime]]), log: createLogger({ name: "test", level: "silent" }) });
  };

  it("speaks TLS with a certificate and key out of one file", async () => {
    const running = await service("port = 0", "secure = 1", `certfile = ${pem}`);
    await running.start();
    const http = createAppHttp({ ca });
    try {
      const [url] = running.status().services.map((one) => one.url);
      const answer = await http.request({ method: "POST", url: url ?? "", json: { type: "net.ip", value: "1.1.1.1" } });
      expect(answer.expectOk().json()).toMatchObject({ hits: [] });
    } finally {
      await http.close();
      await running.stop();
    }
  });

  it("says which option to change when the port is taken", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as { port: number };
    const running = await service(`port = ${port}`);
    await expect(running.start()).rejects.toThrow(/--threat-port, or port in section \[webserver\]/);
    await running.stop();
    taken.close();
  });

  it("refuses a file without key or certificate", async () => {
    const half = join(folder, "half.pem");
    await writeFile(half, ca);
    await expect(readCertificate(half, "app.config")).rejects.toThrow("holds no key");
    await writeFile(half, "nothing");
    await expect(readCertificate(half, "app.config")).rejects.toThrow("holds no certificate");
    await expect(readCertificate(join(folder, "none.pem"), "app.config")).rejects.toThrow("cannot be read");
  });

  it("refuses two apps on one path", () => {
    const searcher = defineThreatSearcher({ path: "test", types: ["net.ip"], search: () => Promise.resolve([]) });
    const runtimes = new Map(["one", "two"].map((name) => [name, new AppRuntime(testAppWith([], [], name, [searcher]), { config: parseConfigText(""), env: {} })]));
    const settings = { host: "127.0.0.1", port: 0, certificateFile: undefined, urlbase: "/cts", uploadFile: true, firstRetrySecs: 5, laterRetrySecs: 60, maxRetries: 60, cacheSize: 1, cacheTtlMs: 1, maxPending: 1, maxRequestsPerSecond: 0, maxFileBytes: 1, login: undefined };
    expect(() => new ThreatService({ settings, configFile: "", dataDir: folder, runtimes, log: createLogger({ name: "test", level: "silent" }) })).toThrow("The threat service test is provided by one and by two.");
  });
});
