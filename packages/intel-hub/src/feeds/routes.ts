import { parseInput, type HttpServer } from "@soarkit/runtime";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { Accounts, Caller } from "../accounts/accounts.js";
import { callerOf } from "../accounts/callers.js";
import type { Feeds } from "./feeds.js";

const text = z.string().max(2_000).default("");
const newFeed = z.object({
  name: z.string().trim().min(1).max(100).regex(/^[^\p{Cc}]+$/u, "a name has no control characters"),
  url: z.url({ protocol: /^https?$/ }).max(2_000).refine((address) => !/^https?:\/\/[^/]*@/i.test(address), "give user and password by themselves, not in the address"),
  collection: text,
  user: text,
  password: text,
  ca_file: text,
  verify: z.boolean().default(true),
  allow_http: z.boolean().default(false),
  proxy: text.refine((address) => !address.includes("@"), "a proxy with a password is named by HTTPS_PROXY in the hub's environment, since everybody sees what a feed is made of"),
  interval_minutes: z.number().int().min(1).max(10_080).default(60),
  tlp: z.string().max(30).default("AMBER"),
  confidence: z.number().int().min(0).max(100).nullable().default(null),
  expires_days: z.number().int().min(1).max(3_650).nullable().default(null),
}); // prettier-ignore
const feedParams = z.object({ id: z.coerce.number().int().min(1) });

/** Feeds: everybody sees them, administrators keep them. */
export function registerFeedRoutes(server: HttpServer, { accounts, feeds }: { readonly accounts: Accounts; readonly feeds: Feeds }): void {
  const admin = async (request: FastifyRequest): Promise<Caller> => {
    const caller = await callerOf(request, accounts);
    accounts.requireAdmin(caller);
    return caller;
  };
  const idOf = (request: FastifyRequest): number => parseInput(feedParams, request.params, "request").id;

  server.get("/api/hub/feeds", async (request) => {
    await callerOf(request, accounts);
    return { entities: await feeds.list() };
  });

  server.post("/api/hub/feeds", async (request) => {
    const caller = await admin(request);
    return feeds.add(parseInput(newFeed, request.body, "feed"), caller.name);
  });

  server.post("/api/hub/feeds/:id/poll", async (request) => {
    await admin(request);
    return feeds.poll(idOf(request));
  });

  for (const [action, state] of [["pause", "paused"], ["resume", "active"]] as const) {
    server.post(`/api/hub/feeds/:id/${action}`, async (request) => {
      const caller = await admin(request);
      return feeds.setState(idOf(request), state, caller.name);
    });
  }

  server.delete("/api/hub/feeds/:id", async (request) => {
    const caller = await admin(request);
    await feeds.remove(idOf(request), caller.name);
    return { success: true };
  });
}
