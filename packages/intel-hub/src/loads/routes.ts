import { Readable } from "node:stream";
import { SoarkitError } from "@soarkit/protocol";
import { parseInput, type HttpServer } from "@soarkit/runtime";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { Accounts, Caller } from "../accounts/accounts.js";
import { callerOf } from "../accounts/callers.js";
import { largestFile } from "./kept-files.js";
import type { Loads } from "./loads.js";
import { settingsQuery } from "./settings.js";

const uploadQuery = settingsQuery.extend({ name: z.string().trim().min(1).max(300), start: z.enum(["true", "false"]).default("false") });
const loadParams = z.object({ id: z.coerce.number().int().min(1) });

/** Loads of files: who may load sees and steers them; others see the list. */
export function registerLoadRoutes(server: HttpServer, { accounts, loads }: { readonly accounts: Accounts; readonly loads: Loads }): void {
  const admin = async (request: FastifyRequest): Promise<Caller> => {
    const caller = await callerOf(request, accounts);
    accounts.requireAdmin(caller);
    return caller;
  };
  const idOf = (request: FastifyRequest): number => parseInput(loadParams, request.params, "request").id;

  void server.register((scope, _options, ready) => {
    // A file travels as it is, whatever its type, and is streamed to disk.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, parsed) => {
      parsed(null, payload);
    });
    scope.post("/api/hub/loads", { bodyLimit: largestFile, config: { longBody: true } }, async (request, reply) => {
      const caller = await admin(request);
      const { name, start, ...settings } = parseInput(uploadQuery, request.query, "request");
      if (!(request.body instanceof Readable)) throw new SoarkitError("HUB_LOAD_EMPTY", { file: name });
      const load = await loads.receive(request.body, name, caller);
      void reply.code(201);
      if (start === "false") return load;
      try {
        return await loads.start(load.id, settings);
      } catch (error) {
        await loads.discard(load.id);
        throw error;
      }
    });
    ready();
  });

  server.get("/api/hub/loads", async (request) => {
    await callerOf(request, accounts);
    return { entities: await loads.list() };
  });

  server.get("/api/hub/loads/:id", async (request) => {
    await callerOf(request, accounts);
    const id = idOf(request);
    return { ...(await loads.byId(id)), left_out: await loads.leftOut(id) };
  });

  server.post("/api/hub/loads/:id/preview", async (request) => {
    await admin(request);
    return loads.preview(idOf(request), parseInput(settingsQuery, request.body ?? {}, "load"));
  });

  server.post("/api/hub/loads/:id/start", async (request) => {
    await admin(request);
    return loads.start(idOf(request), parseInput(settingsQuery, request.body ?? {}, "load"));
  });

  server.post("/api/hub/loads/:id/stop", async (request) => {
    await admin(request);
    return loads.stop(idOf(request));
  });

  server.post("/api/hub/loads/:id/resume", async (request) => {
    await admin(request);
    return loads.resume(idOf(request));
  });

  server.delete("/api/hub/loads/:id", async (request, reply) => {
    await admin(request);
    await loads.discard(idOf(request));
    return reply.code(204).send();
  });
}
