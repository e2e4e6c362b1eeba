import { mayKnowOf } from "../accounts/workspaces/rights.js";
import { SoarkitError } from "@soarkit/protocol";
import type { EventStreams, OpenStream } from "@soarkit/runtime";
import type { FastifyInstance } from "fastify";
import type { Permission } from "../accounts/principal.js";
import { requirePermission } from "../http/auth.js";
import { queryValue } from "../http/formats.js";

const mostTopics = 50;
const topicPermissions: Readonly<Record<string, Permission>> = {
  incidents: "org_data.read",
  messaging: "org_data.read",
  configuration: "function.read",
  system: "administer",
};

/** Streams by the login that opened them, and by its account. */
export class LoginStreams {
  readonly #open = new Map<string, Set<OpenStream>>();

  /** Remembers a stream. Answers a function that forgets it. */
  add(login: string, stream: OpenStream): () => void {
    const streams = this.#open.get(login) ?? new Set();
    this.#open.set(login, streams.add(stream));
    return () => {
      streams.delete(stream);
      if (streams.size === 0 && this.#open.get(login) === streams) this.#open.delete(login);
    };
  }

  /** Ends the streams of a login that has ended. */
  end(login: string): void {
    for (const stream of this.#open.get(login) ?? []) stream.end();
    this.#open.delete(login);
  }
}

/** Under which the streams of an account are remembered: they end, and begin anew with other rights, when its workspaces change. */
export function accountStreams(principalId: number): string {
  return `account ${principalId}`;
}

/** `GET /console/events`, below `/rest/orgs/{org}`: what changes, as server-sent events. */
export function registerLiveRoutes(server: FastifyInstance, deps: { readonly streams: EventStreams; readonly logins: LoginStreams }): void {
  server.get("/console/events", (request, reply) => {
    const topics = [...new Set((queryValue(request, "topics") ?? "incidents").split(",").map((topic) => topic.trim()).filter((topic) => topic !== ""))];
    if (topics.length > mostTopics) throw new SoarkitError("REQUEST_INVALID", { what: "The query parameter topics", reason: `name at most ${mostTopics} topics.` });
    for (const topic of topics) requirePermission(request, permissionOf(topic));
    const { principal } = request;
    const stream = deps.streams.open(request, reply, topics, (workspaces) => mayKnowOf(principal, workspaces));
    const login = request.authenticated?.session?.csrfToken;
    if (login !== undefined) reply.raw.once("close", deps.logins.add(login, stream));
    reply.raw.once("close", deps.logins.add(accountStreams(principal.id), stream));
  });
}

function permissionOf(topic: string): Permission {
  if (/^incident:\d{1,15}$/.test(topic)) return "org_data.read";
  const permission = Object.hasOwn(topicPermissions, topic) ? topicPermissions[topic] : undefined;
  if (permission !== undefined) return permission;
  throw new SoarkitError("REQUEST_INVALID", { what: "The query parameter topics", reason: `there is no topic ${topic.slice(0, 100)}; use ${Object.keys(topicPermissions).join(", ")} and incident:{id}.` });
}
