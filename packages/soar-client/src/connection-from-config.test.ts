import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger, parseConfigText } from "@soarkit/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { soarConnectionFromConfig } from "./connection-from-config.js";

const log = createLogger({ name: "test", level: "silent" });
const read = (lines: string, env: NodeJS.ProcessEnv = {}) => soarConnectionFromConfig(parseConfigText(`[resilient]\n${lines}`, "app.config"), { env, log });
const minimal = "host = soar.example.com\napi_key_id = key\napi_key_secret = secret-1\n";

describe("section [resilient]", () => {
  let folder: string;
  beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), "soarkit-config-")); });
  afterAll(async () => { await rm(folder, { recursive: true, force: true }); });

  it("has the defaults of the documents, and 1000 workers when none are set", async () => {
    const settings = await read(minimal);
    expect(settings).toMatchObject({ host: "soar.example.com", port: 443, verify: true, numWorkers: 1000, stomp: { host: "soar.example.com", port: 65001, prefetch: 1000, verify: true, login: "key", passcode: "secret-1", enabled: true } });
  });

  it("takes the prefetch from num_workers unless it has its own limit", async () => {
    expect((await read(`${minimal}num_workers = 25`)).stomp.prefetch).toBe(25);
    expect((await read(`${minimal}num_workers = 25\nstomp_prefetch_limit = 5`)).stomp.prefetch).toBe(5);
    await expect(read(`${minimal}num_workers = 2001`)).rejects.toThrow(/num_workers .*"2001" is not a number from 1 to 2000/);
  });

  it("resolves secrets, and prefers the API key over the user", async () => {
    const settings = await read(`${minimal.replace("secret-1", "$KEY_SECRET")}email = a@example.com\npassword = p`, { KEY_SECRET: "from-environment" });
    expect(settings.apiKeySecret).toBe("from-environment");
    expect(settings.email).toBeUndefined();
  });

  it("reads the authorities from cafile, for the broker from stomp_cafile, and names the setting of an unreadable file", async () => {
    const pem = "-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n";
    const file = join(folder, "ca.pem");
    await writeFile(file, pem);
    const settings = await read(`${minimal}cafile = ${file}\nstomp_cafile = false`);
    expect(settings.ca).toBe(pem);
    expect(settings.stomp).toMatchObject({ verify: false });
    expect((await read(`${minimal}cafile = ${file}`)).stomp.ca).toBe(pem);
    await expect(read(`${minimal}cafile = ${folder}/none.pem`)).rejects.toThrow(/none\.pem \(setting cafile/);
    await writeFile(join(folder, "empty.pem"), "nothing");
    await expect(read(`${minimal}cafile = ${folder}/empty.pem`)).rejects.toThrow(/holds no PEM certificate/);
  });

  it("names what is missing", async () => {
    await expect(read("api_key_id = k\napi_key_secret = s")).rejects.toThrow(/host is missing in section \[resilient\] of app\.config/);
    await expect(read("host = h\napi_key_id = k")).rejects.toThrow(/api_key_secret is missing/);
    await expect(read("host = h\nemail = k")).rejects.toThrow(/password is missing/);
    await expect(read("host = h\napi_key_id =\napi_key_secret =")).rejects.toThrow(/api_key_id is missing/);
  });
});
