import { hashSecret, randomToken, safeEqual } from "@soarkit/runtime";
import type { PlatformDatabase } from "../database.js";
import type { Principal } from "./principal.js";
import { findUserById } from "./store.js";

/** A login ends after this time without a request, milliseconds: IBM's server in user mode must never meet its end while it works. */
export const sessionIdleTime = 24 * 3_600_000;
/** The time of the last request is written at most this often, milliseconds. */
const touchEvery = 5 * 60_000;

/** A person's login. */
export interface LoginSession {
  readonly principal: Principal;
  /** Sent as `X-sess-id`. */
  readonly csrfToken: string;
  ownsCsrfToken(sent: string): boolean;
  end(): Promise<void>;
}

/** Logins of people. The cookie's value is stored as a hash only; the CSRF token is derived from it. */
export class Sessions {
  constructor(
    private readonly database: PlatformDatabase,
    private readonly now: () => number = Date.now,
  ) {}

  /** Begins a login and answers the cookie's value. */
  async begin(principal: Principal): Promise<{ token: string; session: LoginSession }> {
    const token = randomToken();
    const now = this.now();
    await this.database.transaction(async (trx) => {
      await trx.deleteFrom("sessions").where("last_used", "<", now - sessionIdleTime).execute();
      await trx.insertInto("sessions").values({ token_hash: hashSecret(token), principal_id: principal.id, create_date: now, last_used: now }).execute();
      await trx.updateTable("users").set({ last_login: now }).where("principal_id", "=", principal.id).execute();
    });
    return { token, session: this.session(token, principal) };
  }

  /** The login behind a cookie; undefined when it is unknown, too old, or its user was deactivated. */
  async find(token: string): Promise<LoginSession | undefined> {
    const hash = hashSecret(token);
    const row = await this.database.db.selectFrom("sessions").selectAll().where("token_hash", "=", hash).executeTakeFirst();
    const now = this.now();
    if (row === undefined || row.last_used < now - sessionIdleTime) return undefined;
    const user = await findUserById(this.database.db, row.principal_id);
    if (user?.active !== true) return undefined;
    if (row.last_used < now - touchEvery) {
      await this.database.db.updateTable("sessions").set({ last_used: now }).where("token_hash", "=", hash).execute();
    }
    return this.session(token, user.principal);
  }

  private session(token: string, principal: Principal): LoginSession {
    const csrfToken = hashSecret(`csrf ${token}`);
    return {
      principal,
      csrfToken,
      ownsCsrfToken: (sent) => safeEqual(sent, csrfToken),
      end: async () => {
        await this.database.db.deleteFrom("sessions").where("token_hash", "=", hashSecret(token)).execute();
      },
    };
  }
}
