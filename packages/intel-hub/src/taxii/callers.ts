import { createHash, randomBytes } from "node:crypto";
import { SoarkitError } from "@soarkit/protocol";
import type { FastifyRequest } from "fastify";
import type { Accounts, Caller } from "../accounts/accounts.js";

/** Most logins remembered; the oldest goes first. */
const remembered = 1_000;

/**
 * Who sends a TAXII request: HTTP Basic with an account of the hub (TAXII 2.1 §1.6.9), or the hub's own bearer tokens. A right password is checked
 * once and stands for a login token from then on, so that a locked account or a new password ends it at once; wrong ones are slowed down as at every login.
 */
export class TaxiiCallers {
  private readonly key = randomBytes(32);
  private readonly tokens = new Map<string, string>();

  constructor(private readonly accounts: Accounts) {}

  /** @throws SoarkitError `HUB_UNAUTHENTICATED`, `HUB_LOGIN_REFUSED`, `HUB_LOGIN_THROTTLED`, `HUB_ACCOUNT_LOCKED`, `HUB_TOKEN_INVALID`. */
  async callerOf(request: FastifyRequest): Promise<Caller> {
    const header = request.headers.authorization;
    const basic = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header ?? "")?.[1];
    if (basic === undefined) return this.accounts.byHeader(header);
    const place = createHash("sha256").update(this.key).update(`${request.ip}\n${basic}`).digest("hex");
    const known = this.tokens.get(place);
    if (known !== undefined) {
      try {
        return await this.accounts.byToken(known);
      } catch (error) {
        if (!(error instanceof SoarkitError)) throw error;
        this.tokens.delete(place);
      }
    }
    const [, name = "", password = ""] = /^([^:]*):(.*)$/s.exec(Buffer.from(basic, "base64").toString("utf8")) ?? [];
    const token = await this.accounts.login(name, password, request.ip);
    this.tokens.set(place, token);
    const [oldest] = this.tokens.keys();
    if (this.tokens.size > remembered && oldest !== undefined) this.tokens.delete(oldest);
    return this.accounts.byToken(token);
  }
}
