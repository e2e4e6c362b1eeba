import { parseInput, type HttpServer } from "@soarkit/runtime";
import { z } from "zod";
import type { Accounts } from "../accounts/accounts.js";
import { callerOf } from "../accounts/callers.js";
import { checkValues } from "./check.js";
import { effects } from "./list.js";
import type { WarningLists } from "./warning-lists.js";

const checkBody = z.object({ values: z.array(z.string().max(4_000)).min(1).max(10_000) });
const listParams = z.object({ list: z.string().min(1).max(500) });
const changes = z.object({ effect: z.enum(effects) });

/** The warning lists: what there is, what a value stands on, what a list does. */
export function registerWarningListRoutes(server: HttpServer, { accounts, lists }: { readonly accounts: Accounts; readonly lists: WarningLists }): void {
  server.get("/api/hub/warninglists", async (request) => {
    await callerOf(request, accounts);
    return lists.state();
  });

  server.post("/api/hub/warninglists/check", async (request) => {
    await callerOf(request, accounts);
    return { values: await checkValues(parseInput(checkBody, request.body, "request").values, lists) };
  });

  server.post("/api/hub/warninglists/reload", async (request) => {
    accounts.requireAdmin(await callerOf(request, accounts));
    await lists.reload();
    return lists.state();
  });

  server.put("/api/hub/warninglists/:list", async (request) => {
    const caller = await callerOf(request, accounts);
    accounts.requireAdmin(caller);
    const { list } = parseInput(listParams, request.params, "request");
    await lists.setEffect(list, parseInput(changes, request.body, "request").effect, caller.name);
    return lists.state();
  });
}
