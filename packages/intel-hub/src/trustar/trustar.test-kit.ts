import type { IntelHubOptions } from "../hub.js";
import { startTestHub, type Answer, type TestHub } from "../hub.test-kit.js";
import type { EnclaveLevel } from "../schema.js";

/** A client of the TruSTAR face in a test. */
export interface TrustarClient {
  readonly token: string;
  /** Calls below `/api/1.3`; a body that is no text travels as JSON. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** The same, for an answer that is JSON with status 200. */
  json<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Submits a report to the client's first enclave. @returns its id. */
  report(body: string, more?: Readonly<Record<string, unknown>>): Promise<string>;
}

/** A hub with two enclaves and ways to become their users. */
export interface TrustarHub extends TestHub {
  readonly incidents: string;
  readonly partners: string;
  /** A client with these levels; none for enclaves that are not named. */
  client(name: string, levels: Readonly<Record<string, EnclaveLevel>>): Promise<TrustarClient>;
  /** Asks for a token. */
  oauth(key: string, secret: string, form?: string, query?: string): Promise<Answer>;
}

/** Starts a hub with the enclaves `Incidents` and `Partners`. */
export async function startTrustarHub(options: Partial<IntelHubOptions> = {}): Promise<TrustarHub> {
  const kit = await startTestHub(options);
  const incidents = await kit.hub.trustar.ensureEnclave({ name: "Incidents" });
  const partners = await kit.hub.trustar.ensureEnclave({ name: "Partners" });
  const oauth: TrustarHub["oauth"] = (key, secret, form = "grant_type=client_credentials", query = "") =>
    kit.send("POST", `/oauth/token${query}`, { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`, "content-type": "application/x-www-form-urlencoded" }, form);
  const client: TrustarHub["client"] = async (name, levels) => {
    const enclaves = Object.entries(levels).map(([id, level]) => ({ id, level }));
    const { apiKey, apiSecret = "" } = await kit.hub.trustar.ensureAccount({ name, enclaves });
    const { access_token: token } = JSON.parse((await oauth(apiKey, apiSecret)).body) as { access_token: string };
    return clientOf(kit, token, enclaves[0]?.id ?? incidents);
  };
  return { ...kit, incidents, partners, client, oauth };
}

function clientOf(kit: TestHub, token: string, enclave: string): TrustarClient {
  const call: TrustarClient["call"] = (method, path, body) => {
    const text = body === undefined ? undefined : typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const type: Record<string, string> = method === "GET" || method === "DELETE" ? {} : { "content-type": "application/json" };
    return kit.send(method, `/api/1.3/${path}`, { authorization: `Bearer ${token}`, ...type }, text);
  };
  return {
    token,
    call,
    json: async <T>(method: string, path: string, body?: unknown) => {
      const answer = await call(method, path, body);
      if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`);
      return JSON.parse(answer.body) as T;
    },
    report: async (body, more = {}) => {
      const answer = await call("POST", "reports", { title: "Resilient Incident 2101: Phish", reportBody: body, timeBegan: "2018-11-28T10:15:00.000000+00:00", externalUrl: null, distributionType: "ENCLAVE", externalTrackingId: null, enclaveIds: [enclave], created: null, updated: null, id: null, ...more });
      if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`);
      return answer.body;
    },
  };
}
