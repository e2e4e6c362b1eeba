import type { ThreatTestDTO } from "@soarkit/protocol";
import { ensureCertificates } from "@soarkit/runtime";
import { tempFolder } from "@soarkit/testing";
import { describe, expect, it } from "vitest";
import { basic } from "../platform.test-kit.js";
import { soon, useLab, verdicts } from "./lab.test-kit.js";
import { hit, respond, startService, type Behaviour } from "./threat-service.test-kit.js";

const { kit, asAdmin, source, use, using, incident, change, add, read, lookups, settled } = useLab();
const hour = 3_600_000;

describe("registering", () => {
  it("keeps name, address and switch, never tells the password, and is for administrators", async () => {
    const made = await asAdmin("/threat_sources", "POST", { name: "Vault", rest_url: "https://127.0.0.1:9/cts/vault", auth_user: "u", password: "canary-password" });
    expect(made.json).toMatchObject({ name: "Vault", enabled: false, custom: true, has_password: true, auth_user: "u" });
    expect((await asAdmin("/threat_sources", "POST", { name: "Vault", rest_url: "https://127.0.0.1:9/x" })).json.message).toContain("already a threat source named Vault");
    expect((await asAdmin("/threat_sources/Vault", "PUT", { rest_url: "https://127.0.0.1:9/cts/other" })).json).toMatchObject({ id: made.json.id, rest_url: "https://127.0.0.1:9/cts/other", has_password: true });
    const everything = [await asAdmin("/threat_sources"), await kit.call(kit.org), await asAdmin("/threat_sources/Vault")].map((answer) => answer.text).join("");
    expect(everything).not.toContain("canary-password");
    expect((await kit.call(kit.org)).json.threat_sources[made.json.id]).toMatchObject({ name: "Vault", custom: true, enabled: false });
    const analyst = await kit.platform.accounts.createApiKey({ name: "analyst", permissions: ["org_data.read", "org_data.edit", "function.read"] });
    for (const path of ["/threat_sources", "/threat_sources/Vault", "/threat_settings", "/threat_sources/Vault/lookups"]) {
      expect((await kit.call(`${kit.org}${path}`, { as: analyst })).status).toBe(403);
    }
    expect((await asAdmin("/threat_sources/Vault", "DELETE")).json.success).toBe(true);
    expect((await asAdmin("/threat_sources/Vault")).status).toBe(404);
  });

  it("refuses addresses and names that cannot work", async () => {
    const create = async (body: object): Promise<string> => (await asAdmin("/threat_sources", "POST", { name: "Bad", rest_url: "https://lab.example/cts", ...body })).json.message as string;
    expect(await create({ rest_url: "http://lab.example/cts" })).toContain("not encrypted");
    expect(await create({ rest_url: "lab" })).toContain("not an address");
    expect(await create({ rest_url: "file:///etc/passwd" })).toContain("only https and http");
    expect(await create({ rest_url: "https://u:p@lab.example/" })).toContain("on their own");
    expect(await create({ name: "77" })).toContain("must not be a number");
    expect(await create({ name: " " })).toContain("name is required");
    expect(await create({ ca: "no certificate" })).toContain("no certificate in PEM form");
    expect(await create({ auth_user: "a:b" })).toContain("colon");
  });
});

describe("looking up", () => {
  it("posts multipart, stores typed hits on the artifact, and replaces them when its value changes", async () => {
    const props = [
      { type: "string", name: "Feed", value: "alpha" },
      { type: "number", name: "Score", value: "71" },
      { type: "uri", name: "Report", value: "https://intel.example/r/1" },
      { type: "latlng", name: "Place", value: { lat: 51.5, lng: -0.12 } },
    ];
    await using(({ artifact }, response) => respond(response, 200, { id: "x", hits: artifact?.value === "198.51.100.7" ? [{ props }] : [] }), async (service, registered) => {
      const artifact = await add("IP Address", "198.51.100.7");
      expect(artifact.pending_sources).toEqual([registered.name]);
      const found = await settled(artifact);
      expect(found.hits).toMatchObject([
        {
          threat_source_id: registered.name,
          properties: [props[0], { type: "number", name: "Score", value: 71 }, props[2], { type: "lat_lng", name: "Place", value: { lat: 51.5, lng: -0.12 } }],
        },
      ]);
      const objects = await kit.call(`${kit.org}/incidents/${artifact.inc_id}/artifacts/${artifact.id}?threat_hit_prop_format=objects`);
      expect(objects.json.hits[0]).toMatchObject({ threat_source_id: registered.id, properties: { Feed: "alpha", Score: 71 } });
      const [post] = service.asked.filter((asked) => asked.method === "POST");
      expect(post?.path).toBe("/cts/lab");
      expect(post?.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
      expect(post?.body).toMatch(/name="artifact"\r\nContent-Type: application\/json\r\n\r\n\{"type":"net.ip","value":"198.51.100.7"\}\r\n--/);
      expect(post?.headers.authorization).toBeUndefined();
      await kit.call(`${kit.org}/incidents/${artifact.inc_id}/artifacts/${artifact.id}`, { method: "PUT", body: { value: "198.51.100.8" } });
      expect((await settled(artifact)).hits).toEqual([]);
      expect((await source(registered.id)).today).toEqual({ asked: 1, hits: 0 });
    });
  });

  it("sends each type in the protocol's form, and never passwords, strings and custom types", async () => {
    await using((_asked, response) => respond(response, 200, {}), async (service) => {
      const custom = await kit.call(`${kit.org}/artifact_types`, { body: { name: "Badge" } });
      const inc = await incident();
      const pairs = [["Port", "443"], ["User Agent", "curl/8"], ["Registry Key", "HKLM\\Run"], ["Email Recipient", "a@x.example, b@x.example"], ["HTTP Request Header", "Host: x.example"], ["Email Sender", "a@x.example"]];
      for (const [type = "", value = ""] of pairs) await settled(await add(type, value, inc));
      for (const [type = "", value = ""] of [["Password", "canary-secret"], ["String", "text"], [String(custom.json.name), "12"], ["Port", "http"]]) {
        expect((await add(type, value, inc)).pending_sources).toEqual([]);
      }
      expect(service.asked.flatMap((asked) => (asked.artifact === undefined ? [] : [asked.artifact]))).toEqual([
        { type: "net.port", value: 443 },
        { type: "net.http.request.header", value: { name: "User-Agent", value: "curl/8" } },
        { type: "system.registry", value: { key: "HKLM\\Run" } },
        { type: "email.header.to", value: ["a@x.example", "b@x.example"] },
        { type: "net.http.request.header", value: { name: "Host", value: "x.example" } },
        { type: "email.header", value: { name: "From", value: "a@x.example" } },
      ]);
      const settings = { rescan_hours: 48, send_strings: true };
      expect((await asAdmin("/threat_settings", "PUT", settings)).json).toEqual(settings);
      await settled(await add("String", "sent now", inc));
      expect(service.asked.at(-1)?.artifact).toEqual({ type: "string", value: "sent now" });
      await asAdmin("/threat_settings", "PUT", { ...settings, send_strings: false });
    });
  });

  it("forgets what is known of a value that becomes a password", async () => {
    await using((_asked, response) => respond(response, 200, { hits: [hit("bad")] }), async (service) => {
      const artifact = await settled(await add("DNS Name", "secret.example"));
      expect(verdicts(artifact)).toEqual(["bad"]);
      const asked = service.asked.length;
      await kit.call(`${kit.org}/incidents/${artifact.inc_id}/artifacts/${artifact.id}`, { method: "PUT", body: { type: "Password" } });
      expect(await read(artifact)).toMatchObject({ hits: [], pending_sources: [] });
      expect([await lookups(artifact), service.asked.length]).toEqual([[], asked]);
    });
  });

  it("falls back to bare JSON for a service that refuses multipart, and remembers it", async () => {
    await using((asked, response) => respond(response, asked.headers["content-type"] === "application/json" ? 200 : 415, { hits: [hit("json")] }), async (service) => {
      expect(verdicts(await settled(await add("IP Address", "192.0.2.1")))).toEqual(["json"]);
      expect(verdicts(await settled(await add("IP Address", "192.0.2.2")))).toEqual(["json"]);
      expect(service.asked.filter((asked) => asked.method === "POST").map((asked) => asked.headers["content-type"]?.split(";")[0])).toEqual(["multipart/form-data", "application/json", "application/json"]);
    });
  });

  it("lets a script's hits stand beside, under their own source", async () => {
    await using((_asked, response) => respond(response, 200, { hits: [hit("service")] }), async (_service, registered) => {
      const artifact = await settled(await add("IP Address", "192.0.2.9"));
      const again = await kit.call(`${kit.org}/incidents/${artifact.inc_id}/artifacts/${artifact.id}/lookups`, { method: "POST" });
      expect(again.json.entities).toMatchObject([{ source: { id: registered.id }, state: "ask" }]);
      const after = await settled(artifact);
      expect(after.hits).toEqual(artifact.hits);
      await asAdmin(`/threat_sources/${registered.id}`, "DELETE");
      expect((await read(artifact)).hits).toMatchObject([{ threat_source_id: registered.name }]);
      const reused = await asAdmin("/threat_sources", "POST", { name: registered.name, rest_url: registered.rest_url });
      expect(reused.json.id).toBe(registered.id);
    });
  });
});

describe("services that do not answer at once", () => {
  it("shows partial hits, asks for the id, and replaces them by the final answer", async () => {
    let finish = false;
    const behave: Behaviour = ({ method, path }, response) => {
      if (method === "POST") respond(response, 303, { id: "a/b c", hits: [hit("first")], retry_secs: 0 });
      else respond(response, finish ? 200 : 303, { id: "ignored", hits: finish ? [hit("last")] : [], retry_secs: 1, path });
    };
    await using(behave, async (service) => {
      const artifact = await add("URL", "https://slow.example/");
      await expect.poll(async () => verdicts(await read(artifact)), soon).toEqual(["first"]);
      expect((await read(artifact)).pending_sources).toHaveLength(1);
      await expect.poll(() => service.asked.some((asked) => asked.method === "GET"), soon).toBe(true);
      expect(service.asked.find((asked) => asked.method === "GET")?.path).toBe("/cts/lab/a%2Fb%20c");
      finish = true;
      expect(verdicts(await settled(artifact))).toEqual(["last"]);
      expect((await lookups(artifact))[0]).toMatchObject({ state: "answered", statuses: expect.stringMatching(/^303(×\d+)?>200$/) });
    });
  });

  it("gives up after 24 hours of 303, and tries again with the next scan", async () => {
    await using(({ method }, response) => respond(response, 303, method === "POST" ? { id: "x", retry_secs: 1 } : { retry_secs: 1 }), async (service) => {
      const artifact = await add("IP Address", "192.0.2.10");
      await expect.poll(async () => (await lookups(artifact))[0]?.state, soon).toBe("wait");
      kit.later(24 * hour);
      const found = await settled(artifact);
      expect((await lookups(found))[0]).toMatchObject({ state: "failed", error: "The service said for 24 hours that it is not ready." });
      service.behave = (_asked, response) => respond(response, 200, { hits: [hit("late")] });
      kit.later(60 * hour);
      await add("IP Address", "192.0.2.11", artifact.inc_id);
      await expect.poll(async () => verdicts(await read(artifact)), soon).toEqual(["late"]);
    });
  });

  it("follows no redirect", async () => {
    const target = await startService((_asked, response) => respond(response, 200, { hits: [hit("stolen")] }));
    await using((_asked, response) => response.writeHead(302, { location: target.url }).end("<html>moved</html>"), async () => {
      const artifact = await add("IP Address", "192.0.2.12");
      await expect.poll(async () => (await lookups(artifact))[0]?.error, soon).toBe("The answer is not JSON.");
      expect(target.asked).toEqual([]);
    });
  });
});

describe("services that fail", () => {
  it("asks no more about an artifact that was refused with 4xx", async () => {
    await using((_asked, response) => respond(response, 422, {}), async (service, registered) => {
      const artifact = await settled(await add("IP Address", "192.0.2.20"));
      expect((await lookups(artifact))[0]).toMatchObject({ state: "refused", error: "It answered 422.", next_at: null });
      const asked = service.asked.length;
      kit.later(100 * hour);
      await settled(await add("IP Address", "192.0.2.21"));
      expect(service.asked.slice(asked).map((one) => one.artifact?.value)).toEqual(["192.0.2.21"]);
      expect((await source(registered.id)).enabled).toBe(true);
    });
  });

  it.each([[408, undefined], [425, undefined], [429, "1800"], [503, "1800"], [429, "soon"]])("asks again after %i with Retry-After %s, and not before", async (status, retryAfter) => {
    const refuse: Behaviour = (_asked, response) => response.writeHead(status, retryAfter === undefined ? {} : { "retry-after": retryAfter }).end();
    await using(refuse, async (service) => {
      const artifact = await add("IP Address", "192.0.2.22");
      await expect.poll(async () => (await lookups(artifact))[0], soon).toMatchObject({ state: "ask", error: `It answered ${status}.`, next_at: expect.any(Number) });
      service.behave = (_asked, response) => respond(response, 200, { hits: [hit("later")] });
      if (retryAfter === "1800") {
        const [lookup] = await lookups(artifact);
        expect((lookup?.next_at ?? 0) - (lookup?.asked ?? 0)).toBeGreaterThanOrEqual(1_800_000);
        await settled(await add("IP Address", "192.0.2.23"));
        expect(verdicts(await read(artifact))).toEqual([]);
        kit.later(hour);
        await settled(await add("IP Address", "192.0.2.24"));
      }
      expect(verdicts(await settled(artifact))).toEqual(["later"]);
    });
  });

  it("switches a service off at 401, and on again when the credentials are right", async () => {
    const behave: Behaviour = ({ headers }, response) => respond(response, headers.authorization === basic("u", "right:pässword") ? 200 : 401, { hits: [hit("in")] });
    await using(behave, async (_service, registered) => {
      const artifact = await add("IP Address", "192.0.2.30");
      await expect.poll(async () => (await source(registered.id)).enabled, soon).toBe(false);
      expect(await source(registered.id)).toMatchObject({ disabled_reason: "It answered 401: the user or password is not right.", last: { status: 401 } });
      const late = await add("IP Address", "192.0.2.31", artifact.inc_id);
      expect((await asAdmin(`/threat_sources/${registered.id}`, "PUT", { password: "still wrong" })).json.enabled).toBe(false);
      expect((await asAdmin(`/threat_sources/${registered.id}`, "PUT", { password: "right:pässword" })).json).toMatchObject({ enabled: true, disabled_reason: null });
      expect(verdicts(await settled(artifact))).toEqual(["in"]);
      expect(verdicts(await settled(late))).toEqual(["in"]);
    }, { auth_user: "u", password: "wrong" });
  });

  it("knows rc-cts's 500 with an empty id as wrong credentials, and other 500 as a failure", async () => {
    await using((_asked, response) => respond(response, 500, { id: null, hits: [] }), async (_service, registered) => {
      await add("IP Address", "192.0.2.40");
      await expect.poll(async () => (await source(registered.id)).disabled_reason, soon).toContain("as rc-cts does");
    }, { auth_user: "u", password: "p" });
    let failing = true;
    await using(({ artifact }, response) => (failing && artifact?.value !== "localhost" ? respond(response, 500, { id: null }) : respond(response, 200, { hits: [hit("back")] })), async (_service, registered) => {
      const artifact = await add("IP Address", "192.0.2.41");
      await expect.poll(async () => (await lookups(artifact))[0]?.statuses, soon).toMatch(/^500/);
      failing = false;
      expect(verdicts(await settled(artifact))).toEqual(["back"]);
      expect((await source(registered.id)).enabled).toBe(true);
    });
  });

  it("takes garbage, 5 MB, too many hits and a cut connection as failures that are seen, and asks again", async () => {
    const big = "x".repeat(5 * 1024 * 1024);
    const cases: [Behaviour, RegExp][] = [
      [(_asked, response) => response.end("not json"), /not JSON/],
      [(_asked, response) => respond(response, 200, { hits: "many" }), /not what threat services answer/],
      [(_asked, response) => respond(response, 200, { hits: [hit(big)] }), /larger than 1 MB/],
      [(_asked, response) => respond(response, 200, { hits: Array.from({ length: 501 }, () => hit("x")) }), /501 hits/],
      [(_asked, response) => response.socket?.destroy(), /connection was cut/],
      [(_asked, response) => respond(response, 303, { hits: [] }), /303 without an id/],
      [(_asked, response) => respond(response, 503, {}), /answered 503/],
    ];
    for (const [behave, reason] of cases) {
      await using(behave, async (service, registered) => {
        const artifact = await add("IP Address", "192.0.2.50");
        await expect.poll(async () => (await lookups(artifact))[0]?.error, soon).toMatch(reason);
        expect((await source(registered.id)).last?.error).toMatch(reason);
        service.behave = (_asked, response) => respond(response, 200, { hits: [hit("again")] });
        expect(verdicts(await settled(artifact))).toEqual(["again"]);
      });
    }
  }, 60_000);

  it("is not held up by services that hang, are down or are not trusted", async () => {
    const foreign = await tempFolder();
    const certificates = await ensureCertificates(foreign.path, { hosts: ["127.0.0.1"] });
    const untrusted = await startService((_asked, response) => respond(response, 200, { hits: [hit("never")] }), { cert: certificates.certPem, key: certificates.keyPem });
    const hanging = await startService(() => undefined);
    const sources = [await use(hanging), await use({ url: "http://127.0.0.1:9/cts/down" }), await use(untrusted)];
    await using((_asked, response) => respond(response, 200, { hits: [hit("quick")] }), async (_service, quick) => {
      const inc = await incident();
      const many = Array.from({ length: 60 }, (_, index) => `198.51.100.${index + 1}`).join(" ");
      await kit.call(`${kit.org}/incidents/${inc}/artifacts`, { body: { type: "IP Address", value: many } });
      await expect.poll(async () => (await source(quick.id)).today, soon).toEqual({ asked: 60, hits: 60 });
      expect(hanging.asked.filter((asked) => asked.method === "POST")).toHaveLength(16);
      await expect.poll(async () => (await source(sources[1]?.id ?? 0)).last?.error, soon).toBe("Nothing listens there.");
      await expect.poll(async () => (await source(sources[2]?.id ?? 0)).last?.error, soon).toContain("certificate is not trusted");
      expect(untrusted.asked).toEqual([]);
      await asAdmin(`/threat_sources/${sources[2]?.id}`, "PUT", { ca: certificates.caPem });
      const test = (await asAdmin(`/threat_sources/${sources[2]?.id}/test`, "POST", {})).json as ThreatTestDTO;
      expect(test).toMatchObject({ ok: true, status: 200, upload_file: false, tls: { protocol: "TLSv1.3", subject: expect.stringMatching(/./), issuer: expect.stringContaining("Soarkit"), valid_to: expect.any(Number) } });
      await expect.poll(async () => (await source(sources[2]?.id ?? 0)).waiting, soon).toBe(0);
    });
    for (const one of sources) await asAdmin(`/threat_sources/${one.id}`, "DELETE");
    await foreign.remove();
  });
});

describe("switching on, scanning again, starting again", () => {
  it("looks up the artifacts of open incidents when that is chosen, else new ones only", async () => {
    const service = await startService(({ artifact }, response) => respond(response, 200, { hits: [hit(String(artifact?.value))] }));
    const registered = await use(service, { enabled: false });
    const open = await add("IP Address", "203.0.113.1");
    const closed = await add("IP Address", "203.0.113.2");
    await change(closed.inc_id, { plan_status: "C", resolution_id: "Resolved", resolution_summary: "done" });
    await asAdmin(`/threat_sources/${registered.id}`, "PUT", { enabled: true, look_up: "new" });
    const fresh = await add("IP Address", "203.0.113.3");
    expect(verdicts(await settled(fresh))).toEqual(["203.0.113.3"]);
    expect((await read(open)).hits).toEqual([]);
    await asAdmin(`/threat_sources/${registered.id}`, "PUT", { enabled: false });
    await asAdmin(`/threat_sources/${registered.id}`, "PUT", { enabled: true, look_up: "open" });
    await expect.poll(async () => verdicts(await read(open)), soon).toEqual(["203.0.113.1"]);
    await expect.poll(async () => (await source(registered.id)).sweeping, soon).toBe(false);
    expect((await read(closed)).hits).toEqual([]);
    await asAdmin(`/threat_sources/${registered.id}/rescan`, "POST", {});
    await expect.poll(() => service.asked.filter((asked) => asked.artifact?.value === "203.0.113.1").length, soon).toBe(2);
    await asAdmin(`/threat_sources/${registered.id}`, "DELETE");
  });

  it("goes on after a restart with what was under way", async () => {
    await using(() => undefined, async (service) => {
      const artifact = await add("IP Address", "203.0.113.20");
      await expect.poll(() => service.asked.some((asked) => asked.method === "POST"), soon).toBe(true);
      service.behave = (_asked, response) => respond(response, 200, { hits: [hit("after")] });
      await kit.restart();
      expect(verdicts(await settled(artifact))).toEqual(["after"]);
    });
  });
});
