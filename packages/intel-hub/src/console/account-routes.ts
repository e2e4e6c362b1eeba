import { parseInput, type HttpServer } from "@soarkit/runtime";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { Caller } from "../accounts/accounts.js";
import { callerOf } from "../accounts/callers.js";
import type { ConsoleParts } from "./parts.js";

const role = z.enum(["admin", "analyst"]);
const createBody = z.object({ name: z.string().trim().min(1).max(100).regex(/^[^\p{Cc}]+$/u, "a name has no control characters"), role });
const changeBody = z.object({ role: role.optional(), locked: z.boolean().optional(), new_password: z.boolean().optional() });
const accountParams = z.object({ id: z.coerce.number().int().min(1) });

/** Accounts, for administrators. A password is in one answer and nowhere else. */
export function registerAccountRoutes(server: HttpServer, { accounts, administration }: ConsoleParts): void {
  const admin = async (request: FastifyRequest): Promise<Caller> => {
    const caller = await callerOf(request, accounts);
    accounts.requireAdmin(caller);
    return caller;
  };

  server.get("/api/hub/accounts", async (request) => {
    await admin(request);
    return { entities: await administration.list() };
  });

  server.post("/api/hub/accounts", async (request) => {
    const caller = await admin(request);
    const { name, role: wanted } = parseInput(createBody, request.body, "account");
    return administration.create(name, wanted, caller);
  });

  server.put("/api/hub/accounts/:id", async (request) => {
    const caller = await admin(request);
    const { id } = parseInput(accountParams, request.params, "request");
    const { role: wanted, locked, new_password: newPassword } = parseInput(changeBody, request.body, "account");
    return administration.change(id, { role: wanted, locked, newPassword }, caller);
  });

  server.delete("/api/hub/accounts/:id", async (request) => {
    const caller = await admin(request);
    await administration.remove(parseInput(accountParams, request.params, "request").id, caller);
    return { success: true };
  });
}
