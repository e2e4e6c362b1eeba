import { SoarkitError } from "@soarkit/protocol";
import { parseInput, type HttpServer } from "@soarkit/runtime";
import { z } from "zod";
import { callerOf } from "../accounts/callers.js";
import type { ConsoleParts } from "./parts.js";

const mostTerms = 1_000;
const pageQuery = z.object({ start: z.coerce.number().int().min(0).max(1_000_000).default(0), size: z.coerce.number().int().min(1).max(100).default(50) });
const addBody = z.object({ text: z.string().max(1_000_000) });
const entryQuery = z.object({ type: z.string().min(1).max(50), value: z.string().min(1).max(4_000) });

/** The whitelist, which every account may read and change, as by TruSTAR's interface. */
export function registerWhitelistRoutes(server: HttpServer, { accounts, whitelist }: ConsoleParts): void {
  server.get("/api/hub/whitelist", async (request) => {
    await callerOf(request, accounts);
    const { start, size } = parseInput(pageQuery, request.query, "request");
    const { rows, total } = await whitelist.page(start, size);
    return { total, entities: rows };
  });

  server.post("/api/hub/whitelist", async (request) => {
    const caller = await callerOf(request, accounts);
    const terms = parseInput(addBody, request.body, "whitelist").text.split("\n").filter((line) => line.trim() !== "");
    if (terms.length > mostTerms) throw new SoarkitError("HUB_TOO_MANY_VALUES", { limit: mostTerms, count: terms.length });
    return { added: await whitelist.add(terms, caller) };
  });

  server.delete("/api/hub/whitelist", async (request) => {
    const caller = await callerOf(request, accounts);
    return { success: await whitelist.removeEntry(parseInput(entryQuery, request.query, "request"), caller) };
  });
}
