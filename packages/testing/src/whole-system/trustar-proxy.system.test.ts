import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ForwardingProxy, useTrustar } from "../index.js";

const password = "proxy p@ss:canary";

describe("the TruSTAR app goes through the configured proxy", () => {
  const system = useTrustar();
  let proxy: ForwardingProxy;

  beforeEach(async () => {
    proxy = await ForwardingProxy.start({ user: "ana", password });
  });
  afterEach(() => proxy.stop());

  const settings = (secret = password): Record<string, string> => ({ proxy: "true", secure_proxy: "true", proxy_url: new URL(proxy.url()).host, proxy_username: "ana", proxy_password: secret });
  const send = async (): Promise<{ outcome: string | undefined; texts: string }> => {
    const incident = await system.incident("Through a proxy");
    await system.choose("Send To TruSTAR", incident.id);
    const [message] = await system.ended(incident.id, "Send To TruSTAR");
    return { outcome: message?.outcome, texts: JSON.stringify([message?.messages, message?.error, await system.notes(incident.id)]) };
  };

  it("with its user and password", async () => {
    await system.configure({ trustar: settings() });
    expect((await send()).outcome).toBe("completed");
    expect(new Set(proxy.tunnels.map(({ target, opened }) => `${target} ${opened}`))).toEqual(new Set([`127.0.0.1:${system.proxy.port} true`]));
  });

  it("and names a proxy that refuses the login, without the password anywhere", async () => {
    await system.configure({ trustar: settings("wrong-canary") });
    const { outcome, texts } = await send();
    expect(outcome).toBe("failed");
    expect(texts).toMatch(/proxy/i);
    const log = await readFile(join(system.data.path, "logs", "app.log"), "utf8");
    for (const text of [texts, log, system.soarkit.output()]) expect(text).not.toContain("canary");
    const secret = await system.value("trustar_account_1", "user_api_secret");
    for (const text of [texts, log, system.soarkit.output()]) expect(text).not.toContain(secret);
  });

  it("except to hosts that NO_PROXY names", async () => {
    await system.configure({ trustar: settings() }, { NO_PROXY: "elsewhere.example, 127.0.0.1" });
    expect((await send()).outcome).toBe("completed");
    expect(proxy.tunnels).toEqual([]);
  });
});
