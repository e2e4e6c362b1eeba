import type { HttpServer } from "@soarkit/runtime";
import { SoarkitError } from "@soarkit/protocol";
import { indicatorKey, numbered } from "./answers.js";
import type { CallerOf, TrustarParts } from "./face.js";
import { one, page, queryOf, textsBody, wrong } from "./parameters.js";

const whitelistPages = { initial: 25, largest: 1_000 };
const mostTerms = 1_000;

/** Ping, version, quotas, enclaves and the whitelist of API 1.3 (trustar-api §1.7, §1.8, §2.3, §2.4). */
export function registerHouseRoutes(scope: HttpServer, { enclaves, whitelist, quota }: TrustarParts, callerOf: CallerOf): void {
  scope.get("/ping", (_request, reply) => reply.type("text/plain; charset=utf-8").send("pong\n"));
  scope.get("/version", (_request, reply) => reply.type("text/plain; charset=utf-8").send("1.3\n"));
  scope.get("/request-quotas", (request) => quota.state(callerOf(request)));

  scope.get("/enclaves", async (request) =>
    (await enclaves.of(callerOf(request))).map(({ guid, name, type, read, create, update }) => ({ id: guid, name, type, read, create, update, templateName: type === "COMMUNITY" ? "Community" : "Private Enclave", workflowSupported: false })),
  );

  scope.get("/whitelist", async (request) => {
    const asked = page(queryOf(request), whitelistPages);
    const { rows, total } = await whitelist.page(asked.offset, asked.size);
    return numbered(rows.map(indicatorKey), asked, total);
  });

  scope.post("/whitelist", async (request) => {
    const terms = textsBody(request);
    if (terms.length > mostTerms) throw new SoarkitError("HUB_TOO_MANY_VALUES", { limit: mostTerms, count: terms.length });
    return (await whitelist.add(terms, callerOf(request))).map(indicatorKey);
  });

  scope.delete("/whitelist", async (request, reply) => {
    const query = queryOf(request);
    await whitelist.remove(one(query, "value") ?? wrong("value", "it is missing"), one(query, "indicatorType") ?? "", callerOf(request));
    return reply.send();
  });
}
