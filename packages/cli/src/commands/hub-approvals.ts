import { type Command, InvalidArgumentError } from "commander";
import type { HubAdmin } from "../context/hub-admin.js";
import { ExitError } from "../output/exit.js";
import { dim, print, printJson } from "../output/print.js";
import { type HubFlags, withHub, withHubOptions } from "./with-hub.js";

/** What the hub says about an import. */
interface ImportOfHub {
  job_id: string;
  state: string;
  user: string;
  created: number;
  decided_by: string | null;
  examples: string[];
  counts: Record<"pending" | "stored" | "rejected" | "dropped", number>;
}

interface ImportWithValues extends ImportOfHub {
  values: { value: string; state: string; decided_by?: string }[];
}

interface DecisionFlags extends HubFlags {
  value?: string[];
  reason?: string;
  threatType?: string;
  severity?: string;
  confidence?: number;
  tlp?: string;
  tags?: string;
}

/** `soarkit hub pending|approve|reject`: the queue of imports that wait for somebody's word. */
export function addApprovals(hub: Command): void {
  withHubOptions(hub.command("pending").description("list imports that wait for approval, or those that were decided with who did it"))
    .option("--state <state>", "pending, approved or rejected", "pending")
    .action((flags: HubFlags & { state: string }) => withHub(flags, (admin) => list(admin, flags)));
  deciding(hub, "approve", "approve imports that wait, by job id; with corrections, they are approved as corrected")
    .option("--threat-type <type>", "corrects the threat type")
    .option("--severity <severity>", "corrects the severity: low, medium, high or very-high")
    .option("--confidence <number>", "corrects the confidence: 0 to 100", wholeNumber)
    .option("--tlp <label>", "corrects the TLP; a wider one needs --reason")
    .option("--tags <tags>", "corrects the tags, divided by commas");
  deciding(hub, "reject", "reject imports that wait, by job id");
}

function deciding(hub: Command, verdict: "approve" | "reject", description: string): Command {
  return withHubOptions(hub.command(verdict).description(description).argument("<job...>"))
    .option("--value <value...>", "only these values; the others go on waiting")
    .option("--reason <text>", "why; the importer reads it")
    .action((jobs: string[], flags: DecisionFlags) =>
      withHub(flags, async (admin) => {
        const decided = [];
        for (const job of jobs) decided.push(await decide(admin, job, verdict, flags));
        if (flags.json) printJson(jobs.length === 1 ? decided[0] : decided);
      }),
    );
}

async function decide(admin: HubAdmin, job: string, verdict: "approve" | "reject", flags: DecisionFlags): Promise<unknown> {
  const path = `/api/hub/approvals/${encodeURIComponent(job)}`;
  const { threatType, severity, confidence, tlp, tags, reason } = flags;
  const changes = Object.fromEntries(Object.entries({ threat_type: threatType, severity, confidence, tlp, tags }).filter(([, value]) => value !== undefined));
  if (flags.value === undefined && reason === undefined && Object.keys(changes).length === 0) {
    const answer = await admin.post(`/api/hub/pending/${encodeURIComponent(job)}/${verdict}`);
    if (!flags.json) print(`job ${job}: ${verdict === "approve" ? "approved" : "rejected"}`);
    return answer;
  }
  const waiting = (await admin.get<ImportWithValues>(path)).values.filter(({ state }) => state === "pending").map(({ value }) => value);
  if (waiting.length === 0) throw new ExitError(1, `Nothing waits in the import ${job}.`);
  const decisions = (flags.value ?? waiting).map((value) => ({ value, accept: verdict === "approve", ...(verdict === "approve" && { changes }), ...(reason !== undefined && { reason }) }));
  const answer = await admin.post<ImportWithValues>(path, { decisions });
  if (!flags.json) print(`job ${job}: ${decisions.length} ${verdict === "approve" ? "approved" : "rejected"}${Object.keys(changes).length === 0 ? "" : " as corrected"}, ${answer.counts.pending} waiting`);
  return answer;
}

async function list(admin: HubAdmin, flags: HubFlags & { state: string }): Promise<void> {
  // The waiting ones with their values, as other programs have read them so far.
  if (flags.json && flags.state === "pending") {
    printJson(await admin.get("/api/hub/pending"));
    return;
  }
  const { entities } = await admin.get<{ entities: ImportOfHub[] }>(`/api/hub/approvals?state=${encodeURIComponent(flags.state)}`);
  if (flags.json) {
    printJson(entities);
    return;
  }
  for (const job of entities) print(`${job.job_id}  ${new Date(job.created).toISOString()}  ${job.user.padEnd(12)} ${job.decided_by === null ? "" : `decided by ${job.decided_by}  `}${shown(job)}`);
  print(dim(flags.state === "pending" ? `${entities.length} imports wait for approval` : `${entities.length} imports`));
}

function shown({ examples, counts }: ImportOfHub): string {
  const more = counts.pending + counts.stored + counts.rejected - examples.length;
  return `${examples.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** A whole number from 0 to 100. @throws InvalidArgumentError when the text is none. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) > 100) throw new InvalidArgumentError("It must be a whole number from 0 to 100.");
  return Number(text);
}
