import { parseInput, type HttpServer } from "@soarkit/runtime";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { callerOf } from "../accounts/callers.js";
import type { ConsoleParts } from "./parts.js";

const level = z.enum(["none", "view", "submission", "full"]);
const name = z.string().trim().min(1).max(100).regex(/^[^\p{Cc}]+$/u, "a name has no control characters");
const newEnclave = z.object({ name, default_level: level.default("none") });
const enclaveParams = z.object({ guid: z.string().max(100) });
const changeBody = z.object({ default_level: level });
const levelParams = enclaveParams.extend({ account: z.coerce.number().int().min(1) });
const levelBody = z.object({ level: level.nullable() });
const accountParams = z.object({ id: z.coerce.number().int().min(1) });
const keyParams = accountParams.extend({ key: z.string().max(100) });
const keyBody = z.object({ label: name.default("API key") });

/** Enclaves, permissions and API keys, for administrators. A secret is in one answer and nowhere else. */
export function registerEnclaveRoutes(server: HttpServer, { accounts, administration, enclaves, apiKeys, events }: ConsoleParts): void {
  const admin = async (request: FastifyRequest): Promise<void> => {
    accounts.requireAdmin(await callerOf(request, accounts));
  };
  const changed = (kind: "enclave.changed" | "account.changed"): { success: true } => {
    events.publish({ topic: "accounts", kind });
    return { success: true };
  };

  server.get("/api/hub/enclaves", async (request) => {
    await admin(request);
    return { entities: await enclaves.list() };
  });

  server.post("/api/hub/enclaves", async (request) => {
    await admin(request);
    const body = parseInput(newEnclave, request.body, "enclave");
    const guid = await enclaves.create({ name: body.name, defaultLevel: body.default_level });
    changed("enclave.changed");
    return { guid };
  });

  server.put("/api/hub/enclaves/:guid", async (request) => {
    await admin(request);
    const { guid } = parseInput(enclaveParams, request.params, "request");
    await enclaves.setDefault(guid, parseInput(changeBody, request.body, "enclave").default_level);
    return changed("enclave.changed");
  });

  server.put("/api/hub/enclaves/:guid/levels/:account", async (request) => {
    await admin(request);
    const { guid, account } = parseInput(levelParams, request.params, "request");
    await administration.require(account);
    await enclaves.setLevel(guid, account, parseInput(levelBody, request.body, "permission").level ?? undefined);
    return changed("enclave.changed");
  });

  server.get("/api/hub/accounts/:id/keys", async (request) => {
    await admin(request);
    const { id } = await administration.require(parseInput(accountParams, request.params, "request").id);
    return { entities: await apiKeys.list(id) };
  });

  server.post("/api/hub/accounts/:id/keys", async (request) => {
    await admin(request);
    const { id } = await administration.require(parseInput(accountParams, request.params, "request").id);
    const { apiKey, apiSecret } = await apiKeys.create(id, parseInput(keyBody, request.body ?? {}, "key").label);
    changed("account.changed");
    return { key: apiKey, secret: apiSecret };
  });

  server.delete("/api/hub/accounts/:id/keys/:key", async (request) => {
    await admin(request);
    const { id, key } = parseInput(keyParams, request.params, "request");
    await apiKeys.revoke(id, key);
    return changed("account.changed");
  });
}
