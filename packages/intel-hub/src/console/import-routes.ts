import { SoarkitError } from "@soarkit/protocol";
import { parseInput, type HttpServer } from "@soarkit/runtime";
import { z } from "zod";
import { callerOf } from "../accounts/callers.js";
import { readChanges } from "../imports/approvals.js";
import { readDraft } from "../imports/draft.js";
import { mostValues } from "../imports/intel-text.js";
import type { ValueSettings } from "../imports/rows.js";
import { readSettings } from "../imports/settings.js";
import type { ConsoleParts } from "./parts.js";

/** Largest document that is read, bytes; as for loading a report. */
const largestDocument = 64 * 1024 * 1024;

const settings = { threat_type: z.string(), severity: z.string(), confidence: z.number().int().min(0).max(100), tlp: z.string() };
const readBody = z.object({ text: z.string(), filename: z.string().max(300).optional(), ...settings });
const corrections = z.object({ ...settings, tags: z.string().max(1_000) }).partial();
const textBody = z.object({
  values: z.array(z.object({ value: z.string().min(1).max(4_000), changes: corrections.optional() })).min(1).max(mostValues),
  ...settings,
  tags: z.string().max(1_000).default(""),
  note: z.string().max(500).default(""),
  auto_approve: z.boolean().default(false),
  import_key: z.string().max(200).optional(),
}); // prettier-ignore
const listQuery = z.object({ state: z.enum(["pending", "approved", "rejected"]).default("pending") });
const jobParams = z.object({ job: z.string().regex(/^\d{14}$/, "a job ID has 14 digits") });
const decisionBody = z.object({
  decisions: z
    .array(z.object({ value: z.string(), accept: z.boolean(), changes: corrections.optional(), reason: z.string().max(1_000).optional() }))
    .min(1)
    .max(mostValues),
});

/** Reading and filing what people paste, and the queue of what waits. */
export function registerImportRoutes(server: HttpServer, { accounts, imports, approvals, indicators, misp, lists, enclaves }: ConsoleParts): void {
  server.post("/api/hub/imports/read", { bodyLimit: largestDocument }, async (request) => {
    const sees = await enclaves.scope(await callerOf(request, accounts));
    const body = parseInput(readBody, request.body, "import");
    return readDraft(body, { indicators, lists }, misp, sees);
  });

  server.post("/api/hub/imports/text", async (request) => {
    const caller = await callerOf(request, accounts);
    if (caller.id === 0) throw new SoarkitError("REQUEST_REFUSED", { reason: "an import is filed under an account, which the local administrator's token is not" });
    const { values, auto_approve: approve, note, ...params } = parseInput(textBody, request.body, "import");
    if (approve) accounts.requireAdmin(caller);
    const overrides = new Map(values.filter(({ changes }) => changes !== undefined).map(({ value, changes }) => [value, overrideOf(changes ?? {})]));
    const jobId = await imports.file(values.map(({ value }) => value).join("\n"), readSettings({ ...params, auto_approve: approve }), caller, { overrides, note, reviewed: true });
    return imports.state({ jobId }, caller);
  });

  server.get("/api/hub/approvals", async (request) => {
    const caller = await callerOf(request, accounts);
    const { state } = parseInput(listQuery, request.query, "request");
    return { entities: await approvals.list(state === "approved" ? "stored" : state, caller) };
  });

  server.get("/api/hub/approvals/:job", async (request) => {
    const caller = await callerOf(request, accounts);
    return approvals.detail(parseInput(jobParams, request.params, "request").job, caller);
  });

  server.post("/api/hub/approvals/:job", async (request) => {
    const caller = await callerOf(request, accounts);
    accounts.requireAdmin(caller);
    const { job } = parseInput(jobParams, request.params, "request");
    const { decisions } = parseInput(decisionBody, request.body, "decision");
    await approvals.decide(job, decisions.map((decision) => ({ ...decision, changes: decision.changes === undefined ? undefined : readChanges(decision.changes) })), caller); // prettier-ignore
    return approvals.detail(job, caller);
  });
}

function overrideOf(given: z.output<typeof corrections>): Partial<ValueSettings> {
  const { threat_type: threatType, ...rest } = readChanges(given);
  return Object.fromEntries(Object.entries({ ...rest, threatType }).filter(([, value]) => value !== undefined));
}
