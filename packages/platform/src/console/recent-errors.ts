import type { FastifyInstance } from "fastify";
import { SoarkitError } from "@soarkit/protocol";
import { redactText } from "@soarkit/runtime";
import type { PlatformQueries } from "../database.js";

const keptErrors = 50;

/** Something that went wrong. */
export interface RecentError {
  /** Milliseconds since the epoch. */
  at: number;
  code: string;
  text: string;
  /** Where it shows, such as an incident. */
  incident_id?: number;
}

/** The last errors: of requests since the start, and of actions and workflows from the database. */
export class RecentErrors {
  readonly #requests: RecentError[] = [];

  constructor(private readonly now: () => number) {}

  /** Notes requests that fail through no fault of who asked. */
  watch(server: FastifyInstance): void {
    server.addHook("onError", (request, _reply, error, done) => {
      const own = error instanceof SoarkitError ? error : undefined;
      const status = own?.definition.status ?? (error.statusCode ?? 500);
      if (status >= 500) {
        const route = `${request.method} ${request.routeOptions.url ?? "(none)"}`;
        this.#requests.push({ at: this.now(), code: own?.code ?? "INTERNAL", text: `${route}: ${redactText(own?.message ?? "an unexpected error; the log has more")}` });
        if (this.#requests.length > keptErrors) this.#requests.shift();
      }
      done();
    });
  }

  /** The newest first. */
  async list(queries: PlatformQueries, limit: number): Promise<RecentError[]> {
    const calls = await queries
      .selectFrom("invocations")
      .select(["created", "ended", "outcome", "error", "incident_id"])
      .where("outcome", "in", ["error", "timed_out"])
      .where("kind", "!=", "rule")
      .orderBy("id", "desc")
      .limit(limit)
      .execute();
    const instances = await queries.selectFrom("workflow_instances").select(["start_date", "error", "incident_id"]).where("status", "=", "error").orderBy("id", "desc").limit(limit).execute();
    const all: RecentError[] = [
      ...this.#requests,
      ...calls.map((call) => ({ at: call.ended ?? call.created, code: call.outcome === "timed_out" ? "ACTION_TIMED_OUT" : "ACTION_FAILED", text: call.error ?? "No reason was given.", incident_id: call.incident_id })),
      ...instances.map((instance) => ({ at: instance.start_date, code: "WORKFLOW_STOPPED", text: instance.error ?? "No reason was given.", incident_id: instance.incident_id })),
    ];
    return all.sort((one, other) => other.at - one.at).slice(0, limit);
  }
}
