import { rm } from "node:fs/promises";
import multipart from "@fastify/multipart";
import { SoarkitError } from "@soarkit/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { largestArtifact, parse, readArtifact } from "./artifact-body.js";
import type { Lookup } from "./lookup.js";
import { addRequestLimits } from "./request-limits.js";
import { lookupId } from "./lookup-id.js";
import type { Lookups, ProvidedSearcher } from "./lookups.js";
import type { LookupWriter } from "./lookup-writer.js";
import type { ThreatServiceSettings } from "./settings.js";

/** How long the answer to a new look-up waits for the searcher, in milliseconds; later a platform is told to come back. */
const patienceMs = 2_000;

/** What the routes need. */
export interface ThreatServiceRoutes {
  readonly searchers: ReadonlyMap<string, ProvidedSearcher>;
  readonly lookups: Lookups;
  readonly writer: LookupWriter;
  readonly settings: ThreatServiceSettings;
  /** Folder for the content of file artifacts. */
  readonly filesDir: string;
}

/**
 * The threat services below their root (soar-protocol §5.2): OPTIONS, POST and GET. Better than rc-cts (§5.4), on purpose:
 * wrong credentials are answered with 401 and not with 500; a body that is no artifact with 400, an unknown service with 404.
 * A look-up that is not known any more, or was given up, is answered with 503: a platform then sends the artifact again,
 * while 200 without hits would be taken for "no hit" and any 4xx for "never ask again".
 */
export async function addThreatServiceRoutes(server: FastifyInstance, { searchers, lookups, writer, settings, filesDir }: ThreatServiceRoutes): Promise<void> {
  server.removeAllContentTypeParsers();
  await server.register(multipart, { limits: { files: 2, fields: 20, fieldSize: largestArtifact, fileSize: settings.maxFileBytes } });
  server.addContentTypeParser<string>("*", { parseAs: "string" }, (_request, body, done) => {
    try {
      done(null, parse(body));
    } catch (error) {
      done(error as Error);
    }
  });
  const url = `${settings.urlbase}/*`;
  const authenticate = addRequestLimits(server, settings);
  const options = { bodyLimit: settings.maxFileBytes + largestArtifact };

  server.options(url, async (request, reply) => {
    const { searcher } = serviceAt(pathOf(request));
    return reply.send({ upload_file: searcher.wantsFiles && settings.uploadFile });
  });

  server.post(url, { ...options, onRequest: authenticate }, async (request, reply) => {
    const path = pathOf(request);
    const { searcher } = serviceAt(path);
    const { artifact, file } = await readArtifact(request, searcher.wantsFiles && settings.uploadFile ? filesDir : undefined);
    const id = lookupId(artifact, file?.hash);
    // How platforms try a service: it must be answered at once (soar-protocol §5.2).
    const isTrial = artifact.type === "net.name" && artifact.value === "localhost";
    if (isTrial || !searcher.types.has(artifact.type)) {
      if (file !== undefined) await rm(file.path, { force: true });
      return { id, hits: [] };
    }
    const lookup = ask(path, id, artifact, file?.path, reply);
    if (lookup.state === "pending" && lookup.nextAt === undefined) await lookup.settled(patienceMs);
    return answer(lookup, settings.firstRetrySecs, reply);
  });

  server.get(url, { onRequest: authenticate }, async (request, reply) => {
    const path = pathOf(request);
    if (searchers.has(path)) throw new SoarkitError("THREAT_LOOKUP_UNKNOWN", { id: "(none)" });
    const cut = path.lastIndexOf("/");
    const service = path.slice(0, Math.max(cut, 0));
    const id = path.slice(cut + 1);
    serviceAt(service);
    const lookup = lookups.find(service, id);
    if (lookup === undefined) throw new SoarkitError("THREAT_LOOKUP_UNKNOWN", { id });
    lookups.question(lookup);
    return answer(lookup, settings.laterRetrySecs, reply);
  });

  function serviceAt(path: string): ProvidedSearcher {
    const found = searchers.get(path);
    if (found !== undefined) return found;
    const known = [...searchers.keys()].map((name) => `${settings.urlbase}/${name}`).join(", ");
    throw new SoarkitError("THREAT_SERVICE_UNKNOWN", { path: `${settings.urlbase}/${path}`, known: known === "" ? "none" : known });
  }

  function ask(path: string, id: string, artifact: Parameters<Lookups["ask"]>[2], file: string | undefined, reply: FastifyReply): Lookup {
    try {
      return lookups.ask(path, id, artifact, file);
    } catch (error) {
      if (file !== undefined) void rm(file, { force: true });
      if (error instanceof SoarkitError && error.code === "THREAT_BUSY") reply.header("retry-after", String(settings.firstRetrySecs));
      throw error;
    }
  }

  async function answer(lookup: Lookup, retrySecs: number, reply: FastifyReply): Promise<FastifyReply> {
    reply.type("application/json; charset=utf-8");
    if (lookup.state === "done") {
      lookups.delivered(lookup);
      return reply.send(lookup.answer);
    }
    const { id } = lookup;
    if (lookup.state === "failed") {
      reply.header("retry-after", String(settings.laterRetrySecs));
      throw new SoarkitError("THREAT_LOOKUP_FAILED", { id, reason: lookup.reason ?? "No answer was ready in time." });
    }
    // "Come back" is a promise that must survive a restart.
    lookup.owed = true;
    await writer.written();
    return reply.code(303).send({ id, hits: lookup.hits, retry_secs: retrySecs });
  }
}

/** The path below the root, without slashes at its end. */
function pathOf(request: FastifyRequest): string {
  return (request.params as { readonly "*": string })["*"].replace(/\/+$/, "");
}
