import { SoarkitError } from "@soarkit/protocol";
import { hashPassword, hashSecret, newId, randomToken, registerSecret, safeEqual, verifyPassword } from "@soarkit/runtime";
import { recordAudit } from "../audit/audit.js";
import type { PlatformDatabase, PlatformTransaction } from "../database.js";
import { LoginThrottle } from "./login-throttle.js";
import { isPermission, permissionNames, type Principal, type Role } from "./principal.js";
import { localPrincipalId } from "./principals.js";
import { defaultWorkspaceId, everyWorkspace, type WorkspaceRights } from "./workspaces/rights.js";
import { addMember, replaceRights } from "./workspaces/store.js";
import { findAdministrator, findApiKey, findApiKeyByName, findUserByEmail, findUserById, insertApiKey, insertPrincipal, insertUser, updateApiKey, updateUserPassword } from "./store.js";

/** What an integration server's key needs (document "Anomali STAXX", Requirements), with what its `customize` changes. */
export const integrationServerPermissions = ["org_data.read", "org_data.edit", "function.read", "function.edit"] as const;

/** A new API key. The secret is shown this once. */
export interface NewApiKey {
  /** Key id of basic authentication. */
  readonly id: string;
  readonly secret: string;
  /** Id as a principal: `api_key_handle` of a login. */
  readonly handle: number;
}

const adminEmail = "admin@soarkit.local";

/** Users, API keys, one-time login links and the local administrator. */
export class Accounts {
  private readonly throttle: LoginThrottle;
  private readonly now: () => number;
  private localTokenHash: string | undefined;
  private decoyHash: Promise<string> | undefined;

  constructor(private readonly options: { database: PlatformDatabase; now?: () => number }) {
    this.now = options.now ?? Date.now;
    this.throttle = new LoginThrottle(this.now);
  }

  /** The platform's own principal: the command line on this machine, and what the platform does by itself. */
  readonly local: Principal = {
    id: localPrincipalId,
    kind: "local",
    name: "local",
    displayName: "Soarkit (this machine)",
    permissions: new Set(permissionNames),
    workspaces: everyWorkspace,
  };

  /** Makes sure that the platform's own principal exists. */
  async prepare(): Promise<void> {
    await this.options.database.transaction(async (trx) => {
      const row = await trx.selectFrom("principals").select("id").where("id", "=", localPrincipalId).executeTakeFirst();
      if (row !== undefined) return;
      const { id, kind, name, displayName } = this.local;
      await trx.insertInto("principals").values({ id, kind, name, display_name: displayName, create_date: this.now(), every_workspace: null }).execute();
    });
  }

  /** Creates the administrator when there is none; only then the answer has a password. */
  async ensureAdmin(): Promise<{ email: string; password?: string }> {
    const existing = await findAdministrator(this.options.database.db);
    if (existing !== undefined) return { email: existing.principal.name };
    const password = randomToken(18);
    registerSecret(password);
    await this.createUser({ email: adminEmail, fname: "Soarkit", lname: "Administrator", role: "administrator", password }, this.local);
    return { email: adminEmail, password };
  }

  /** Gives the administrator a new password, for when the first one was lost before anybody read it. */
  async renewAdminPassword(): Promise<string> {
    const admin = await findAdministrator(this.options.database.db);
    if (admin === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "user", id: adminEmail });
    const password = randomToken(18);
    registerSecret(password);
    const passwordHash = await hashPassword(password);
    await this.options.database.transaction(async (trx) => {
      await updateUserPassword(trx, admin.principal.id, passwordHash);
      await this.audit(trx, "password_renewed", this.local, "user", admin.principal.id, admin.principal.displayName, {});
    });
    return password;
  }

  /** Creates a person, a member of the default workspace. @throws SoarkitError `ACCOUNT_INVALID`, `NAME_TAKEN`. */
  async createUser(user: { email: string; fname: string; lname: string; role: Role; password?: string }, by: Principal): Promise<Principal> {
    const email = user.email.trim().toLowerCase();
    if (!/^[^\s@]{1,100}@[^\s@]{1,150}$/.test(email)) throw new SoarkitError("ACCOUNT_INVALID", { reason: "the e-mail address must look like name@example.com." });
    if (user.password !== undefined && user.password.length < 12) throw new SoarkitError("ACCOUNT_INVALID", { reason: "the password must have at least 12 characters." });
    const passwordHash = user.password === undefined ? null : await hashPassword(user.password);
    const displayName = `${user.fname} ${user.lname}`.trim().slice(0, 200) || email;
    const id = await this.options.database.transaction(async (trx) => {
      const principalId = await insertPrincipal(trx, { kind: "user", name: email, displayName, now: this.now() });
      await insertUser(trx, { id: principalId, email, fname: user.fname, lname: user.lname, passwordHash, role: user.role });
      await addMember(trx, defaultWorkspaceId, principalId, "analyst");
      await this.audit(trx, "user_created", by, "user", principalId, displayName, { role: user.role });
      return principalId;
    });
    const created = await findUserById(this.options.database.db, id);
    if (created === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "user", id });
    return created.principal;
  }

  /**
   * Creates an API key.
   * @param key.workspaces where it may work; by default in every workspace, because an integration server serves them all.
   * @throws SoarkitError `ACCOUNT_INVALID` for an unknown permission.
   */
  async createApiKey(key: { name: string; permissions: readonly string[]; workspaces?: WorkspaceRights }, by: Principal = this.local): Promise<NewApiKey> {
    const unknown = key.permissions.find((permission) => !isPermission(permission));
    if (unknown !== undefined) {
      throw new SoarkitError("ACCOUNT_INVALID", { reason: `there is no permission ${unknown}; use ${permissionNames.join(", ")}.` });
    }
    const id = newId();
    const secret = randomToken();
    registerSecret(secret);
    const handle = await this.options.database.transaction(async (trx) => {
      const principalId = await insertPrincipal(trx, { kind: "api_key", name: id, displayName: key.name.slice(0, 200), now: this.now() });
      await insertApiKey(trx, { id: principalId, clientId: id, secretHash: hashSecret(secret), permissions: key.permissions });
      await replaceRights(trx, principalId, key.workspaces ?? everyWorkspace);
      await this.audit(trx, "api_key_created", by, "api_key", principalId, key.name, { permissions: key.permissions });
      return principalId;
    });
    return { id, secret, handle };
  }

  /** Creates the key of this name when there is none; only then the answer has a secret. */
  async ensureApiKey(name: string, permissions: readonly string[] = integrationServerPermissions): Promise<{ id: string; handle: number; secret?: string }> {
    const existing = await findApiKeyByName(this.options.database.db, name);
    if (existing !== undefined) return { id: existing.principal.name, handle: existing.principal.id };
    return this.createApiKey({ name, permissions });
  }

  /** Gives a key a new secret; the old one stops working at once. @throws SoarkitError `OBJECT_UNKNOWN`. */
  async renewApiKeySecret(id: string, by: Principal = this.local): Promise<string> {
    const key = await findApiKey(this.options.database.db, id);
    if (key === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "API key", id: id.slice(0, 100) });
    const secret = randomToken();
    registerSecret(secret);
    await this.options.database.transaction(async (trx) => {
      await updateApiKey(trx, key.principal.id, { secretHash: hashSecret(secret) });
      await this.audit(trx, "api_key_renewed", by, "api_key", key.principal.id, key.principal.displayName, {});
    });
    return secret;
  }

  /** The principal of an API key; undefined when id or secret is wrong or the key is off. */
  async authenticateApiKey(id: string, secret: string): Promise<Principal | undefined> {
    const key = id.length > 200 ? undefined : await findApiKey(this.options.database.db, id);
    const matches = safeEqual(hashSecret(secret), key?.secretHash ?? hashSecret(""));
    return matches && key?.enabled === true ? key.principal : undefined;
  }

  /**
   * The user with this e-mail and password; undefined when they are wrong.
   * @param address where the try comes from; tries are slowed down by account and by address.
   * @throws SoarkitError `LOGIN_THROTTLED`.
   */
  async authenticateUser(email: string, password: string, address: string): Promise<Principal | undefined> {
    const account = email.trim().toLowerCase().slice(0, 250);
    this.throttle.check(account, address);
    const user = await findUserByEmail(this.options.database.db, account);
    this.decoyHash ??= hashPassword(randomToken());
    const stored = user?.passwordHash ?? (await this.decoyHash);
    const right = (await verifyPassword(password.slice(0, 1000), stored)) && user?.passwordHash != null && user.active;
    if (!right) {
      this.throttle.failed(account, address);
      return undefined;
    }
    this.throttle.succeeded(account);
    return user.principal;
  }

  /** An API key or a user, as STOMP's `login` and `passcode` name them. @throws SoarkitError `LOGIN_THROTTLED`. */
  async authenticate(login: string, secret: string, address: string): Promise<Principal | undefined> {
    return (await this.authenticateApiKey(login, secret)) ?? (login.includes("@") ? await this.authenticateUser(login, secret, address) : undefined);
  }

  /**
   * A token for a link that logs the administrator (or the user named) in once.
   * @param options.minutes how long it may be used. @throws SoarkitError `OBJECT_UNKNOWN`.
   */
  async createLoginLink(options: { minutes: number; email?: string }): Promise<string> {
    const { db } = this.options.database;
    const user = options.email === undefined ? await findAdministrator(db) : await findUserByEmail(db, options.email);
    if (user === undefined) throw new SoarkitError("OBJECT_UNKNOWN", { kind: "user", id: options.email ?? "with the role administrator" });
    const token = randomToken();
    registerSecret(token);
    const now = this.now();
    await this.options.database.transaction(async (trx) => {
      await trx.deleteFrom("login_links").where("expires", "<", now - 24 * 3_600_000).execute();
      await trx
        .insertInto("login_links")
        .values({ token_hash: hashSecret(token), principal_id: user.principal.id, expires: now + options.minutes * 60_000, used_at: null })
        .execute();
    });
    return token;
  }

  /** Uses a login link up. @throws SoarkitError `LOGIN_LINK_INVALID` when it was used, is too old or never was. */
  async useLoginLink(token: string): Promise<Principal> {
    const hash = hashSecret(token);
    const now = this.now();
    const principalId = await this.options.database.transaction(async (trx) => {
      const link = await trx
        .updateTable("login_links")
        .set({ used_at: now })
        .where("token_hash", "=", hash)
        .where("used_at", "is", null)
        .where("expires", ">=", now)
        .returning("principal_id")
        .executeTakeFirst();
      return link?.principal_id;
    });
    const user = principalId === undefined ? undefined : await findUserById(this.options.database.db, principalId);
    if (user?.active !== true) throw new SoarkitError("LOGIN_LINK_INVALID");
    return user.principal;
  }

  /** The token with which the command line on this machine acts as administrator; it changes at each start. */
  setLocalAdminToken(token: string): void {
    registerSecret(token);
    this.localTokenHash = hashSecret(token);
  }

  /** The local administrator when the token is right. */
  localAdministrator(token: string): Principal | undefined {
    return this.localTokenHash !== undefined && safeEqual(hashSecret(token), this.localTokenHash) ? this.local : undefined;
  }

  private async audit(trx: PlatformTransaction, kind: string, by: Principal, type: string, id: number, name: string, detail: object): Promise<void> {
    await recordAudit(trx, { kind, principalId: by.id, incidentId: null, objectType: type, objectId: id, objectName: name, detail, at: this.now() });
  }
}
