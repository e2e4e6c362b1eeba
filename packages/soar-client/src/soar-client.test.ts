import { SoarkitError } from "@soarkit/protocol";
import { createLogger } from "@soarkit/runtime";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectSoar } from "./connect-soar.js";
import type { SoarClient, SoarConnectionOptions } from "./soar-client.js";
import { recordedSession, SoarServer } from "./test-support/soar-server.js";

const log = createLogger({ name: "test", level: "silent" });
const retry = { firstDelayMs: 1, maximumDelayMs: 5 };

describe("the SOAR client", () => {
  let server: SoarServer;
  const clients: SoarClient[] = [];

  const options = (): SoarConnectionOptions => ({ host: "127.0.0.1", port: server.port, org: "Test Org", apiKeyId: "key-id", apiKeySecret: "key-secret-canary", ca: server.caPem, log, retry });
  const connect = async (changes: Partial<SoarConnectionOptions> = {}): Promise<SoarClient> => {
    const client = await connectSoar({ ...options(), ...changes });
    clients.push(client);
    return client;
  };
  const failure = async (work: Promise<unknown>): Promise<SoarkitError> => {
    const error: unknown = await work.then(() => undefined, (thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SoarkitError);
    return error as SoarkitError;
  };

  beforeEach(async () => { server = await new SoarServer().start(); });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await server.stop();
  });

  it("logs in with an API key and knows organisation and principal", async () => {
    const client = await connect();
    expect(client).toMatchObject({ orgId: 201, orgName: "Test Org", orgUuid: recordedSession.orgs[0]?.uuid, principal: { kind: "api_key", handle: 17 }, actionsEnabled: true });
    const basic = `Basic ${Buffer.from("key-id:key-secret-canary").toString("base64")}`;
    expect(server.seen.map((request) => [request.path, request.headers.authorization])).toEqual([["/rest/session?include_permissions=false", basic], ["/rest/orgs/201", basic]]);
  });

  it("finds the organisation by cloud account before uuid before name", async () => {
    const org = (id: number, more: object) => ({ id, enabled: true, cloud_account: null, uuid: `uuid-${id}`, name: `name-${id}`, ...more });
    server.answer = ({ path }) => {
      if (path.startsWith("/rest/session")) return { body: { ...recordedSession, orgs: [org(1, { name: "other" }), org(2, { uuid: "wanted-uuid" }), org(3, { cloud_account: "cloud", enabled: false })] } };
      return path.startsWith("/rest/orgs/") ? { body: {} } : undefined;
    };
    expect((await connect({ org: "wanted-uuid" })).orgId).toBe(2);
    expect((await failure(connect({ org: "nobody" }))).message).toContain("Set org in [resilient] to one of: other, name-2, name-3");
    expect((await failure(connect({ org: "cloud" }))).code).toBe("SOAR_ORG_DISABLED");
    expect((await failure(connectSoar((({ org: _org, ...rest }) => rest)(options())))).code).toBe("SOAR_ORG_MISSING");
  });

  it("says which setting to change when the certificate is not trusted, and sends nothing", async () => {
    const { ca: _ca, ...untrusting } = options();
    const error = await failure(connectSoar(untrusting));
    expect(error.code).toBe("SOAR_CERTIFICATE_UNTRUSTED");
    expect(error.message).toContain("cafile");
    expect(server.seen).toEqual([]);
    expect((await connect({ ...untrusting, verify: false })).orgId).toBe(201);
  });

  it("says what to check when nothing listens", async () => {
    const error = await failure(connect({ port: 1 }));
    expect(error.code).toBe("SOAR_UNREACHABLE");
    expect(error.message).toContain("nothing listens there");
    expect(error.definition.retryable).toBe(true);
  });

  it("says what to check when the login is refused, without the secret", async () => {
    server.answer = () => ({ status: 401, body: { success: false, message: "Invalid API key key-secret-canary", hints: [] } });
    const error = await failure(connect());
    expect(error.code).toBe("SOAR_UNAUTHORIZED");
    expect(error.message).toContain("api_key_secret");
    expect(JSON.stringify([error.message, error.details])).not.toContain("key-secret-canary");
  });

  it("repeats a GET after a failure of the server and a cut connection, but never a POST that may have arrived", async () => {
    const client = await connect();
    const answers: ("cut" | { status: number; body?: unknown })[] = [{ status: 503 }, "cut", { status: 200, body: { entities: [] } }];
    server.answer = ({ path, method }) => (path === "/rest/orgs/201/functions" && method === "GET" ? answers.shift() : path.endsWith("/artifacts") ? "cut" : undefined);
    await expect(client.get("/functions")).resolves.toEqual({ entities: [] });
    expect(server.calls("GET", "/rest/orgs/201/functions")).toBe(3);
    expect((await failure(client.post("/incidents/1/artifacts", {}))).code).toBe("SOAR_UNREACHABLE");
    expect(server.calls("POST", "/rest/orgs/201/incidents/1/artifacts")).toBe(1);
  });

  it("does not repeat what the server refused, and gives up a failing server after the set tries", async () => {
    const client = await connect({ retry: { ...retry, tries: 3 } });
    server.answer = ({ path }) => (path.endsWith("/broken") ? { status: 500, body: "<html>Bad   gateway</html>" } : undefined);
    expect((await failure(client.get("/missing"))).code).toBe("SOAR_NOT_FOUND");
    expect(server.calls("GET", "/rest/orgs/201/missing")).toBe(1);
    const error = await failure(client.get("/broken"));
    expect(error.message).toContain("(500): Bad gateway");
    expect(server.calls("GET", "/rest/orgs/201/broken")).toBe(3);
  });

  it("logs a user in again, once for all calls, when the session ended", async () => {
    const { apiKeyId: _id, apiKeySecret: _secret, ...asUser } = { ...options(), email: "a@example.com", password: "password-canary" };
    const client = await connectSoar(asUser);
    clients.push(client);
    let ended = true;
    server.answer = ({ path, method }) => {
      if (method === "POST" && path.startsWith("/rest/session")) ended = false;
      if (!path.endsWith("/const")) return undefined;
      return ended ? { status: 401, body: {} } : { body: { fine: true } };
    };
    await expect(Promise.all([client.get("/const"), client.get("/const")])).resolves.toEqual([{ fine: true }, { fine: true }]);
    expect(server.seen.filter((request) => request.method === "POST")).toHaveLength(2);
    const last = server.seen.at(-1);
    expect(last?.headers).toMatchObject({ "x-sess-id": "csrf-token-of-the-session", cookie: "JSESSIONID=session-cookie-value" });
    ended = true;
    server.answer = ({ path }) => (path.endsWith("/const") ? { status: 401, body: {} } : undefined);
    expect((await failure(client.get("/const"))).code).toBe("SOAR_UNAUTHORIZED");
  });

  it("reads again when somebody else was faster, and gives up after ten tries", async () => {
    const client = await connect();
    let version = 1;
    let conflicts = 2;
    server.answer = ({ path, method }) => {
      if (!path.endsWith("/thing")) return undefined;
      if (method === "GET") return { body: { vers: version } };
      return conflicts-- > 0 ? { status: 409, body: {} } : { body: { vers: ++version } };
    };
    await expect(client.getPut<{ vers: number; name?: string }>("/thing", (thing) => ({ ...thing, name: "x" }))).resolves.toEqual({ vers: 2 });
    expect(server.calls("PUT", "/rest/orgs/201/thing")).toBe(3);
    conflicts = 1000;
    const error = await failure(client.getPut("/thing", (thing) => thing));
    expect(error.code).toBe("SOAR_CONFLICT");
    expect(error.message).toContain("10 tries");
  });

  it("sends handle format and context token where they are asked for", async () => {
    const client = await connect();
    server.answer = ({ path }) => (path.endsWith("/x") ? { body: {} } : undefined);
    await client.get("/x", { handleFormat: "names", contextToken: "token-1", absolute: true });
    expect(server.seen.at(-1)).toMatchObject({ path: "/rest/x", headers: { handle_format: "names", "x-co3contexttoken": "token-1" } });
  });

  it("takes an answer that is not JSON for another server's", async () => {
    const client = await connect();
    server.answer = ({ path }) => (path.endsWith("/x") ? { body: "<html>" } : undefined);
    expect((await failure(client.get("/x"))).code).toBe("SOAR_ANSWER_UNREADABLE");
  });
});
