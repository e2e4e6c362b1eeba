import { type SessionDTO, type SessionOrgDTO, SoarkitError } from "@soarkit/protocol";
import { registerSecret } from "@soarkit/runtime";
import { answerError, parseAnswer } from "./answers.js";
import type { SoarClient, SoarConnectionOptions } from "./soar-client.js";
import type { Transport } from "./transport.js";

/** What a login gave: who it is, and the headers that later calls carry. */
export interface Session {
  readonly principal: SoarClient["principal"];
  readonly headers: Readonly<Record<string, string>>;
  readonly orgs: readonly SessionOrgDTO[];
  readonly address: string;
}

const path = "/rest/session?include_permissions=false";
const json = { "content-type": "application/json" };

/** Logs in once (soar-protocol §1.3). */
export async function logIn(transport: Transport, options: SoarConnectionOptions): Promise<Session> {
  if (options.bearer !== undefined) {
    registerSecret(options.bearer);
    return await withHeader("local", `Bearer ${options.bearer}`, transport, options);
  }
  if (options.apiKeyId !== undefined && options.apiKeySecret !== undefined) {
    registerSecret(options.apiKeySecret);
    const credentials = Buffer.from(`${options.apiKeyId}:${options.apiKeySecret}`, "utf8").toString("base64");
    registerSecret(credentials);
    return await withHeader("api_key", `Basic ${credentials}`, transport, options);
  }
  if (options.email !== undefined && options.password !== undefined) return await asUser(options.email, options.password, transport, options);
  throw new SoarkitError("SOAR_SETTING_MISSING", { key: "api_key_id", file: "app.config", hint: "Set api_key_id and api_key_secret, or email and password." });
}

async function withHeader(kind: "api_key" | "local", authorization: string, transport: Transport, options: SoarConnectionOptions): Promise<Session> {
  const headers = { authorization };
  const answer = await transport.send("GET", path, { ...json, ...headers }, undefined, options.signal);
  if (answer.status >= 300) throw answerError("GET /rest/session", transport.host, answer);
  const session = parseAnswer(answer, "GET /rest/session", transport.host) as SessionDTO;
  const handle = session.api_key_handle ?? session.user_id;
  if (handle === undefined) throw unreadable(transport, "it carries no api_key_handle");
  return { principal: { kind, handle }, headers, orgs: orgsOf(session, transport), address: session.session_ip };
}

async function asUser(email: string, password: string, transport: Transport, options: SoarConnectionOptions): Promise<Session> {
  registerSecret(password);
  const answer = await transport.send("POST", path, json, JSON.stringify({ email, password }), options.signal);
  if (answer.status >= 300) throw answerError("POST /rest/session", transport.host, answer);
  const session = parseAnswer(answer, "POST /rest/session", transport.host) as SessionDTO;
  const cookie = answer.cookies.map((line) => line.split(";", 1)[0] ?? "").filter((pair) => pair.includes("=")).join("; ");
  if (session.user_id === undefined || session.csrf_token === undefined || cookie === "") throw unreadable(transport, "it carries no user_id, csrf_token or session cookie");
  registerSecret(session.csrf_token);
  for (const pair of cookie.split("; ")) registerSecret(pair.slice(pair.indexOf("=") + 1));
  return {
    principal: { kind: "user", handle: session.user_id },
    headers: { cookie, "x-sess-id": session.csrf_token },
    orgs: orgsOf(session, transport),
    address: session.session_ip,
  };
}

function orgsOf(session: SessionDTO, transport: Transport): readonly SessionOrgDTO[] {
  if (!Array.isArray(session.orgs)) throw unreadable(transport, "it carries no orgs");
  return session.orgs;
}

function unreadable(transport: Transport, reason: string): SoarkitError {
  return new SoarkitError("SOAR_ANSWER_UNREADABLE", { host: transport.host, call: "the login", reason });
}

/**
 * The organisation to work in: `org` is compared with cloud account, uuid and name of each, in this order
 * (soar-protocol §1.3 "Org resolution"). Without `org` the only enabled one is taken.
 */
export function chooseOrg({ orgs, address }: Pick<Session, "orgs" | "address">, org: string | undefined): SessionOrgDTO {
  const names = orgs.map(({ name }) => name).join(", ") || "(none)";
  const enabled = orgs.filter((candidate) => candidate.enabled);
  if (org === undefined || org === "") {
    const [only, ...others] = enabled;
    if (only === undefined || others.length > 0) throw new SoarkitError("SOAR_ORG_MISSING", { names });
    return only;
  }
  const found = orgs.find((candidate) => candidate.cloud_account === org || candidate.uuid === org || candidate.name === org);
  if (found === undefined) throw new SoarkitError("SOAR_ORG_UNKNOWN", { org, names });
  if (!found.enabled) throw new SoarkitError("SOAR_ORG_DISABLED", { org, address });
  return found;
}
