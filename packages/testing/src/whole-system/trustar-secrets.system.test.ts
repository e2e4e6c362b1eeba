import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ForwardingProxy, useTrustar } from "../index.js";

const proxyPassword = "canary-4b81f0-proxy";
const passwordArtifact = "canary-77d2e9-password-artifact";
const wrongSecret = "canary-c0ffee11-wrong-secret";

const basic = (user: string, password: string): string => Buffer.from(`${user}:${password}`).toString("base64");

describe("no secret of the TruSTAR app leaves by a log, a note, an action status, a report or an export", () => {
  const system = useTrustar({ trustar_account_2: { tag: "canaries" } }, ["--log-level", "trace", "--console-log"]);
  let proxy: ForwardingProxy;
  let logged = "";

  beforeAll(async () => {
    proxy = await ForwardingProxy.start({ user: "ana", password: proxyPassword });
  });
  afterAll(() => proxy.stop());

  /** What the process that runs has printed, beside everything in the log folder. */
  async function everythingLogged(): Promise<string> {
    const folder = join(system.data.path, "logs");
    const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")));
    logged += system.soarkit.output();
    return files.join("\n") + logged;
  }

  /** Everything of an incident that people read or hand on, but for the artifacts themselves. */
  async function told(incidentId: number): Promise<string> {
    const { client } = system;
    const status = await client.get(`/incidents/${incidentId}/action_invocations`);
    return JSON.stringify([status, await system.notes(incidentId), await system.report(incidentId)]);
  }

  it("through submission, correlation, closing, whitelisting, functions and a refused login, at the most talkative level", async () => {
    await system.configure({ trustar: { proxy: "true", secure_proxy: "true", proxy_url: new URL(proxy.url()).host, proxy_username: "ana", proxy_password: proxyPassword } });
    const secrets = await Promise.all(["trustar_threat_source", "trustar_account_1", "trustar_account_2"].map(async (section) => ({ key: await system.value(section, "user_api_key"), secret: await system.value(section, "user_api_secret") })));
    const host = "secret-canary.powerpool-report.com";
    await system.foreignReport("Known", `${host} and 203.0.113.90`);

    const incident = await system.incident("Canaries", { workspace: "Demo", artifacts: [{ type: "DNS Name", value: host }, { type: "Password", value: passwordArtifact }] });
    expect((await system.ended(incident.id, "CaseCreated"))[0]?.outcome).toBe("completed");
    expect(proxy.tunnels.some(({ opened }) => opened)).toBe(true);
    await system.addArtifact(incident.id, "Password", `${passwordArtifact}-2`);
    await system.ended(incident.id, "ArtifactCreated");
    const artifact = (await system.artifacts(incident.id)).find(({ value }) => value === host);
    await system.choose("Whitelist in TruSTAR", incident.id, artifact?.id);
    await system.ended(incident.id, "Whitelist in TruSTAR");
    await system.choose("Rule for workflow: Submit report to TruSTAR", incident.id);
    await system.ended(incident.id, "Rule for workflow: Submit report to TruSTAR");
    await system.client.getPut<Record<string, unknown>>(`/incidents/${incident.id}`, (one) => ({ ...one, plan_status: "C", resolution_id: 10, resolution_summary: "done" }));
    await system.ended(incident.id, "UpdateIncident");
    const texts = [await told(incident.id), JSON.stringify(await system.client.post("/configurations/exports/", { layouts: true, actions: true, phases_and_tasks: true }))];
    expect(texts[0]).toContain(host);
    const right = await everythingLogged();

    await system.configure({ trustar_account_2: { user_api_secret: wrongSecret } });
    const refused = await system.incident("Refused", { workspace: "Demo" });
    const [message] = await system.ended(refused.id, "CaseCreated");
    expect(message?.outcome).toBe("failed");
    texts.push(JSON.stringify([message, await system.notes(refused.id)]));

    const log = right + (await everythingLogged());
    expect(log.length).toBeGreaterThan(2_000);
    const canaries = [
      ...secrets.flatMap(({ key, secret }) => [secret, basic(key, secret)]),
      ...[proxyPassword, basic("ana", proxyPassword), wrongSecret, basic(secrets[2]?.key ?? "", wrongSecret), passwordArtifact],
    ];
    for (const canary of canaries) {
      expect(canary.length).toBeGreaterThan(7);
      expect(log.includes(canary), `a secret stands in the log: …${log.slice(Math.max(0, log.indexOf(canary) - 300), log.indexOf(canary))}`).toBe(false);
      for (const text of texts) expect(text.includes(canary), "a secret stands in a note, an action status, a report or an export").toBe(false);
    }
  });
});
