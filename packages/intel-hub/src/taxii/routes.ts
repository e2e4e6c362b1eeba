import { SoarkitError } from "@soarkit/protocol";
import { publicError, type HttpServer, type Logger } from "@soarkit/runtime";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Accounts, Caller } from "../accounts/accounts.js";
import type { Enclaves } from "../enclaves/enclaves.js";
import { checkAccept, checkContentType, refuseTaxii, sendTaxii, taxiiMediaType } from "./answers.js";
import { TaxiiCallers } from "./callers.js";
import { collectionResource, collectionsOf, findCollection, stixMediaType, type Collection } from "./collections.js";
import { readFilters } from "./filters.js";
import { versionOf, type Page, type Placed, type TaxiiObjects } from "./objects.js";
import { dateAdded } from "./positions.js";
import type { Pushes } from "./pushes.js";
import type { TaxiiStore } from "./store.js";

/** What the TAXII server works with. */
export interface TaxiiParts {
  readonly accounts: Accounts;
  readonly store: TaxiiStore;
  readonly objects: TaxiiObjects;
  readonly pushes: Pushes;
  readonly enclaves: Enclaves;
  readonly log: Logger;
}

/** Largest push, bytes. */
const largestPush = 10 * 1024 * 1024;
const root = "/taxii2/hub";

type Query = Readonly<Record<string, unknown>>;
type Params = Readonly<Record<"collection" | "object" | "status", string>>;

/** A TAXII 2.1 server under `/taxii2/` (OASIS Standard, 10 June 2021): what the hub has, for every tool that speaks it. */
export async function registerTaxiiRoutes(server: HttpServer, parts: TaxiiParts): Promise<void> {
  const callers = new TaxiiCallers(parts.accounts);
  const collections = async (): Promise<Collection[]> => collectionsOf(await parts.store.sources());
  const readable = async (request: FastifyRequest): Promise<Collection> => {
    const collection = findCollection(await collections(), (request.params as Params).collection);
    if (!collection.can_read) throw new SoarkitError("HUB_TAXII_FORBIDDEN", { title: collection.title, wish: "read" });
    return collection;
  };

  await server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: largestPush }, (_request, body, parsed) => {
      parsed(null, body);
    });
    scope.setErrorHandler((error, request, reply) => refuseTaxii(reply, publicError(error, { log: parts.log, bodyLimit: largestPush, contentType: request.headers["content-type"] })));
    const get = (path: string, answer: (request: FastifyRequest, caller: Caller, reply: FastifyReply) => unknown): void => {
      scope.get(path, async (request, reply) => {
        checkAccept(request.headers.accept);
        const caller = await callers.callerOf(request);
        return sendTaxii(reply, await answer(request, caller, reply));
      });
    };
    const part = async (request: FastifyRequest, caller: Caller, reply: FastifyReply, only?: string): Promise<Page> => {
      const filters = readFilters(request.query as Query);
      const page = await parts.objects.page(await readable(request), only === undefined ? filters : { ...filters, ids: [only], types: undefined }, await parts.enclaves.scope(caller));
      if (only !== undefined && page.objects.length === 0) throw new SoarkitError("HUB_TAXII_UNKNOWN", { what: "object", id: only });
      dated(reply, page.objects);
      return page;
    };
    const whole = ({ more, next }: Page): { more: boolean; next?: string } => (more ? { more, next: String(next) } : { more });

    get("/taxii2/", () => ({ title: "Soarkit intel hub", description: "Indicators and reports of this hub", default: `${root}/`, api_roots: [`${root}/`] }));
    get(`${root}/`, () => ({ title: "Soarkit intel hub", versions: [taxiiMediaType], max_content_length: largestPush }));
    get(`${root}/collections/`, async () => ({ collections: (await collections()).map(collectionResource) }));
    get(`${root}/collections/:collection/`, async (request) => collectionResource(findCollection(await collections(), (request.params as Params).collection)));
    get(`${root}/collections/:collection/objects/`, async (request, caller, reply) => {
      const page = await part(request, caller, reply);
      return { ...whole(page), objects: page.objects.map(({ object }) => object) };
    });
    get(`${root}/collections/:collection/manifest/`, async (request, caller, reply) => {
      const page = await part(request, caller, reply);
      return { ...whole(page), objects: page.objects.map(({ position, object }) => ({ id: object.id, date_added: dateAdded(position), version: versionOf(object), media_type: stixMediaType })) };
    });
    get(`${root}/collections/:collection/objects/:object/`, async (request, caller, reply) => {
      const page = await part(request, caller, reply, (request.params as Params).object);
      return { more: false, objects: page.objects.map(({ object }) => object) };
    });
    get(`${root}/collections/:collection/objects/:object/versions/`, async (request, caller, reply) => {
      const page = await part(request, caller, reply, (request.params as Params).object);
      return { more: false, versions: page.objects.map(({ object }) => versionOf(object)) };
    });
    get(`${root}/status/:status/`, (request, caller) => parts.pushes.status((request.params as Params).status, caller));
    scope.post(`${root}/collections/:collection/objects/`, async (request, reply) => {
      checkAccept(request.headers.accept);
      const caller = await callers.callerOf(request);
      checkContentType(request.headers["content-type"]);
      const collection = findCollection(await collections(), (request.params as Params).collection);
      if (!collection.can_write) throw new SoarkitError("HUB_TAXII_FORBIDDEN", { title: collection.title, wish: "written" });
      return sendTaxii(reply.code(202), await parts.pushes.take(bodyOf(request.body), caller));
    });
    done();
  });
}

/** The times at which the first and the last object of an answer were added (TAXII 2.1 §3.3). */
function dated(reply: FastifyReply, objects: readonly Placed[]): void {
  const [first, last] = [objects[0], objects.at(-1)];
  if (first !== undefined && last !== undefined) void reply.headers({ "x-taxii-date-added-first": dateAdded(first.position), "x-taxii-date-added-last": dateAdded(last.position) });
}

function bodyOf(body: unknown): unknown {
  try {
    return JSON.parse(Buffer.isBuffer(body) ? body.toString("utf8") : "");
  } catch (error) {
    throw new SoarkitError("HUB_TAXII_FILTER", { reason: "the body is not JSON" }, { cause: error });
  }
}
