import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { Agent, request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until, useTrustar } from "../index.js";

interface Hit {
  readonly props: readonly { readonly type: string; readonly name: string; readonly value: unknown }[];
}

describe("the threat service of a whole Soarkit", () => {
  const system = useTrustar({ trustar_threat_source: { minimum_priority: "LOW" } });
  let agent: Agent;
  beforeAll(async () => {
    agent = new Agent({ connect: { ca: await readFile(system.soarkit.run.ca_file, "utf8") } });
  });
  afterAll(() => agent.close());

  async function ask(path: string, artifact: unknown, login?: string): Promise<{ status: number; hits: readonly Hit[] }> {
    const whole = login ?? `${await system.value("custom_threat_service", "auth_user")}:${await system.value("custom_threat_service", "auth_password")}`;
    const authorization = `Basic ${Buffer.from(whole).toString("base64")}`;
    const answer = await request(`https://127.0.0.1:${system.soarkit.run.ports.threat ?? 0}${path}`, { method: "POST", dispatcher: agent, headers: { authorization, "content-type": "application/json" }, body: JSON.stringify(artifact) });
    return { status: answer.statusCode, hits: ((await answer.body.json()) as { hits: Hit[] }).hits };
  }

  const domain = (value: string) => ({ type: "net.name", value });
  const properties = (hits: readonly Hit[]) => Object.fromEntries((hits[0]?.props ?? []).map(({ name, value }) => [name, value]));

  it("is set up by up: HTTPS by Soarkit's authority, a password of its own, key and certificate in one private file", async () => {
    expect(system.soarkit.output()).toContain(`Threat service  https://127.0.0.1:${system.soarkit.run.ports.threat ?? 0}/cts/staxx`);
    const file = await system.value("webserver", "certfile");
    expect(file).toBe(join(system.data.path, "threat-service.pem"));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await system.value("custom_threat_service", "auth_password")).length).toBeGreaterThan(30);
    expect((await ask("/cts/trustar", domain("localhost"))).status).toBe(200);
    expect((await ask("/cts/trustar", domain("localhost"), "soar:wrong")).status).toBe(401);
  });

  it("answers with the priority in TruSTAR and a link that leads to the indicator; whitelisted values are no hit", async () => {
    await system.foreignReport("Seen", "seen.threat-system.com trusted.threat-system.com");
    await system.hub("POST", "whitelist", ["trusted.threat-system.com"]);
    const { status, hits } = await ask("/cts/trustar", domain("seen.threat-system.com"));
    expect(status).toBe(200);
    expect(hits).toHaveLength(1);
    expect(properties(hits)).toMatchObject({ "Priority Level": expect.stringMatching(/^(LOW|MEDIUM|HIGH)$/), Indicator: "seen.threat-system.com", Reports: 1 });
    const link = new URL(String(properties(hits)["TruSTAR"]));
    const page = await request(`https://127.0.0.1:${system.soarkit.run.ports.hub ?? 0}${link.pathname}`, { dispatcher: agent });
    await page.body.dump();
    expect([200, 302, 303]).toContain(page.statusCode);
    expect(await ask("/cts/trustar", domain("trusted.threat-system.com"))).toEqual({ status: 200, hits: [] });
    expect(await ask("/cts/trustar", domain("threat-system.com"))).toEqual({ status: 200, hits: [] });
  });

  it("answers with the best record of STAXX", async () => {
    const hub = async (path: string, body: string, type: string): Promise<string> => (await request(`https://127.0.0.1:${system.soarkit.run.ports.hub ?? 0}/api/v1/${path}`, { method: "POST", dispatcher: agent, headers: { "content-type": type }, body })).body.text();
    const login = { username: await system.value("fn_anomali_staxx", "staxx_user"), password: await system.value("fn_anomali_staxx", "staxx_password") };
    const { token_id: token } = JSON.parse(await hub("login", JSON.stringify(login), "application/json")) as { token_id: string };
    for (const confidence of [20, 80]) {
      const params = { token, intel_str: "filed.threat-system.com", threat_type: "c2", severity: "high", confidence, tlp: "TLP:GREEN", tags: "t", auto_approve: "yes" };
      await hub("import_intel", new URLSearchParams({ import_params: JSON.stringify(params) }).toString(), "application/x-www-form-urlencoded");
    }
    await until("both records are there", 30_000, async () => {
      const found = JSON.parse(await hub("intelligence", JSON.stringify({ token, query: "value = 'filed.threat-system.com'", type: "json", size: 10 }), "application/json")) as { confidence: number }[];
      return found.some(({ confidence }) => confidence === 80) ? true : undefined;
    });
    const { status, hits } = await ask("/cts/staxx", domain("FILED.threat-system.com."));
    expect(status).toBe(200);
    expect(properties(hits)).toMatchObject({ Type: "c2_domain", Confidence: 80, Severity: "high", TLP: "TLP:GREEN", Feed: "import", Indicator: "filed.threat-system.com" });
    expect(properties(hits)["Anomali STAXX"]).toBe(`https://127.0.0.1:${system.soarkit.run.ports.hub ?? 0}/detail/filed.threat-system.com`);
  });

  it("asks TruSTAR once for what it was asked twice, also over a restart", async () => {
    await ask("/cts/trustar", domain("once.threat-system.com"));
    await system.client.close();
    await system.soarkit.stop();
    await system.startSoarkit();
    await ask("/cts/trustar", domain("once.threat-system.com"));
    const asked = system.proxy.calls.filter(({ path, body }) => path.startsWith("/api/1.3/indicators/metadata") && body.includes("once.threat-system.com"));
    expect(asked).toHaveLength(1);
  });
});
