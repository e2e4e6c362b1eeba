import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineThreatSearcher } from "@soarkit/app-sdk";
import { ensureCertificates, parseConfigText } from "@soarkit/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testAppWith } from "../test-support/test-app.js";
import { tryThreatService } from "./try-threat-service.js";

const app = testAppWith([], [], "test-app", [defineThreatSearcher({ path: "test", displayName: "Test", types: ["net.ip"], search: () => Promise.resolve([]) })]);

describe("the selftest of a threat service over TLS", () => {
  let folder = "";
  const pem = (): string => join(folder, "own.pem");
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "soarkit-try-"));
    const { certPem, keyPem } = await certificates("own");
    await writeFile(pem(), `${certPem}\n${keyPem}`, { mode: 0o600 });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const certificates = async (name: string) => {
    await mkdir(join(folder, name));
    return ensureCertificates(join(folder, name), { hosts: ["127.0.0.1"] });
  };
  const tried = async (port: number) => {
    const lines = ["[webserver]", "server = 127.0.0.1", `port = ${port}`, "secure = 1", `certfile = ${pem()}`, "[custom_threat_service]", "auth_user = soar", "auth_password = canary-3"];
    const { value } = await tryThreatService([app], { config: parseConfigText(lines.join("\n"), "app.config"), env: {} }, 5_000).next();
    return value as unknown;
  };

  it("is left out while nothing listens", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    expect(await tried(port)).toMatchObject({ outcome: "skipped", detail: expect.stringContaining("It does not run") as string });
  });

  it("sends nothing to a server with another certificate, and says so", async () => {
    const { certPem, keyPem } = await certificates("other");
    let requests = 0;
    const server = createServer({ cert: certPem, key: keyPem }, (_, response) => {
      requests += 1;
      response.end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    expect(await tried((server.address() as AddressInfo).port)).toMatchObject({ outcome: "failed", detail: expect.stringContaining("its certificate is not the one in") as string });
    server.close();
    expect(requests).toBe(0);
  });
});
