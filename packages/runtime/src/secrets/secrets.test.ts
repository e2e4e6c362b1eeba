import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseConfigText } from "../config/config-file.js";
import { redactText } from "../logging/redact.js";
import { resolveSecrets, resolveSection } from "./resolve-secrets.js";
import { openSecretStore, type SecretStore } from "./secret-store.js";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "soarkit-secrets-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

const inFile = { SOARKIT_SECRET_STORE: "file" };
const withKey = { ...inFile, SOARKIT_SECRET_KEY: "the-key-of-this-test" };

describe.each([
  ["plain file", inFile, "secrets.json"],
  ["encrypted file", withKey, "secrets.enc.json"],
] as const)("secrets in a %s", (kind, env, file) => {
  it("are there when the store is opened again, and go when deleted", async () => {
    const store = await openSecretStore({ dataDir, env });
    expect(store.kind).toBe(kind);
    await Promise.all([store.set("_", "api_key_secret", "värde-1"), store.set("trustar", "secret", "two"), store.set("_", "b", "three")]);
    const again = await openSecretStore({ dataDir, env });
    expect(await again.get("_", "api_key_secret")).toBe("värde-1");
    expect(await again.list()).toEqual([{ service: "_", name: "api_key_secret" }, { service: "_", name: "b" }, { service: "trustar", name: "secret" }]);
    await again.delete("_", "b");
    await again.delete("_", "never-there");
    expect(await again.get("_", "b")).toBeUndefined();
    expect(await again.get("nobody", "toString")).toBeUndefined();
    expect((await stat(join(dataDir, file))).mode & 0o777).toBe(0o600);
  });
});

describe("an encrypted file of secrets", () => {
  it("shows nothing of them", async () => {
    await (await openSecretStore({ dataDir, env: withKey })).set("service-name", "secret-name", "secret-value");
    const text = await readFile(join(dataDir, "secrets.enc.json"), "utf8");
    for (const part of ["service-name", "secret-name", "secret-value"]) expect(text).not.toContain(part);
  });

  it("is refused without the key, with another key, and when changed", async () => {
    await (await openSecretStore({ dataDir, env: withKey })).set("a", "b", "value");
    await expect(openSecretStore({ dataDir, env: inFile })).rejects.toMatchObject({ code: "SECRETS_LOCKED" });
    await expect(openSecretStore({ dataDir, env: { ...inFile, SOARKIT_SECRET_KEY: "other" } })).rejects.toMatchObject({ code: "SECRETS_UNREADABLE" });
    const file = join(dataDir, "secrets.enc.json");
    const sealed = JSON.parse(await readFile(file, "utf8"));
    const data = Buffer.from(sealed.data, "base64url");
    data[0] = (data[0] ?? 0) ^ 1;
    await writeFile(file, JSON.stringify({ ...sealed, data: data.toString("base64url") }));
    await expect(openSecretStore({ dataDir, env: withKey })).rejects.toMatchObject({ code: "SECRETS_UNREADABLE" });
  });

  it("takes its key from a systemd credential too", async () => {
    await (await openSecretStore({ dataDir, env: withKey })).set("a", "b", "value");
    const credentials = join(dataDir, "credentials");
    await mkdir(credentials);
    await writeFile(join(credentials, "soarkit-secret-key"), `${withKey.SOARKIT_SECRET_KEY}\n`);
    const store = await openSecretStore({ dataDir, env: { ...inFile, CREDENTIALS_DIRECTORY: credentials } });
    expect(await store.get("a", "b")).toBe("value");
  });

  it("takes over what a plain file held, which is removed", async () => {
    await (await openSecretStore({ dataDir, env: inFile })).set("a", "b", "value");
    const store = await openSecretStore({ dataDir, env: withKey });
    expect(await store.get("a", "b")).toBe("value");
    await expect(stat(join(dataDir, "secrets.json"))).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe.runIf(process.platform === "linux")("without a keyring that lasts", () => {
  const bus = process.env["DBUS_SESSION_BUS_ADDRESS"];
  beforeEach(() => {
    process.env["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent/bus";
  });
  afterEach(() => {
    if (bus === undefined) delete process.env["DBUS_SESSION_BUS_ADDRESS"];
    else process.env["DBUS_SESSION_BUS_ADDRESS"] = bus;
  });

  it("secrets go to a file, and insisting on the keyring is refused", async () => {
    expect((await openSecretStore({ dataDir, env: {} })).kind).toBe("plain file");
    await expect(openSecretStore({ dataDir, env: { SOARKIT_SECRET_STORE: "keyring" } })).rejects.toMatchObject({ code: "KEYRING_UNAVAILABLE" });
  });
});

it("a damaged file of secrets is refused by name, not emptied", async () => {
  await writeFile(join(dataDir, "secrets.json"), "{\"a\":");
  await expect(openSecretStore({ dataDir, env: inFile })).rejects.toMatchObject({ code: "SECRETS_UNREADABLE" });
});

describe("references in values", () => {
  let secrets: SecretStore;
  const env = { HOST: "soar.example", EMPTY: "", NESTED: "^stored", toString_: "x" };
  const resolve = (value: string, section = "app"): Promise<string> => resolveSecrets(value, { section, env, secrets });
  beforeEach(async () => {
    secrets = await openSecretStore({ dataDir, env: inFile });
    await secrets.set("app", "stored", "from-the-store");
    await secrets.set("app", "path/to.key", "dotted");
    await secrets.set("_", "stored", "of-resilient");
  });

  it.each([
    ["$HOST", "soar.example"],
    ["${HOST}", "soar.example"],
    ["$HOST}", "soar.example"],
    ["$EMPTY", ""],
    ["https://${HOST}/x${EMPTY}y", "https://soar.example/xy"],
    ["x$HOST", "x$HOST"],
    ["$UNKNOWN and ${UNKNOWN}", "$UNKNOWN and ${UNKNOWN}"],
    ["$UNKNOWN", "$UNKNOWN"],
    ["^stored", "from-the-store"],
    ["^{stored}", "from-the-store"],
    ["a ^{stored} b ^{path/to.key}", "a from-the-store b dotted"],
    ["^path/to.key", "dotted"],
    ["^unknown", "^unknown"],
    ["x^stored", "x^stored"],
    ["$NESTED", "from-the-store"],
    ["p%%w;d#x$", "p%%w;d#x$"],
    ["$", "$"],
    ["", ""],
  ])("%s becomes %s", async (value, expected) => {
    expect(await resolve(value)).toBe(expected);
  });

  it("are looked up under _ for [resilient]", async () => {
    expect(await resolve("^stored", "resilient")).toBe("of-resilient");
  });

  it("are resolved each time anew", async () => {
    const config = parseConfigText("[app]\npassword=^stored\nurl=https://${HOST}\n");
    expect(await resolveSection(config, "app", { env, secrets })).toEqual({ password: "from-the-store", url: "https://soar.example" });
    await secrets.set("app", "stored", "changed-meanwhile");
    expect(await resolveSection(config, "app", { env, secrets })).toMatchObject({ password: "changed-meanwhile" });
  });

  it("make what they resolve to unspeakable in texts", async () => {
    await resolveSection(parseConfigText("[app]\nstaxx_password=plain-canary-41\nurl=https://${HOST}\n"), "app", { env, secrets });
    await resolve("^stored");
    expect(redactText("x plain-canary-41 from-the-store at soar.example")).toBe("x *** *** at soar.example");
  });
});
