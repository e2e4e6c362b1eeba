import { trustarIndicatorTypes, fromTrustarType } from "@soarkit/indicators";
import { SoarkitError } from "@soarkit/protocol";
import type { HttpServer } from "@soarkit/runtime";
import type { FastifyRequest } from "fastify";
import type { RankedValue, ValueMetadata } from "../knowledge/library.js";
import type { ValueFilter } from "../knowledge/page-store.js";
import type { ValueRecord } from "../knowledge/store.js";
import { goneWith } from "../query/gone.js";
import { indicatorKey, numbered, refuseTooDeep, tagDto } from "./answers.js";
import type { CallerOf, TrustarParts } from "./face.js";
import { readIndicatorInputs } from "./indicator-input.js";
import { list, moment, objectBody, one, page, queryOf, textsBody, types, wrong } from "./parameters.js";
import { decoded, pathAfter } from "./report-path.js";
import { tagName } from "./tag-input.js";

type Json = Readonly<Record<string, unknown>>;

const day = 86_400_000;
const pages = { initial: 25, largest: 1_000 };
const relatedPages = { initial: 100, largest: 1_000 };
const listPages = { initial: 1_000, largest: 1_000 };
const summaryPages = { initial: 100, largest: 100 };
const mostMetadata = 1_000;
const mostSummaries = 100;
const mostTrending = 100;
const longestTrend = 30;

/** Indicators of API 1.3 (trustar-api §2.2). */
export function registerIndicatorRoutes(scope: HttpServer, parts: TrustarParts, callerOf: CallerOf): void {
  const { values, enclaves } = parts;
  const scopeOf = (request: FastifyRequest) => enclaves.scope(callerOf(request), list(queryOf(request), "enclaveIds"));

  for (const method of ["GET", "POST"] as const) {
    scope.route({
      method,
      url: "/indicators/search",
      handler: async (request, reply) => {
        const query = queryOf(request);
        const given = method === "POST" ? (request.body === undefined ? {} : objectBody(request)).searchTerm : query.searchTerm;
        const term = typeof given === "string" ? given.trim() : given === undefined || given === null ? "" : wrong("searchTerm", "it must be one text");
        const asked = page(query, pages);
        refuseTooDeep(asked);
        const found = await values.search(await scopeOf(request), { ...filterOf(request), term, types: types(query, "entityTypes") }, asked, goneWith(reply));
        return { ...found, items: found.items.map(foundDto) };
      },
    });
    scope.route({
      method,
      url: "/indicators/metadata",
      handler: async (request) => {
        const asked = method === "POST" ? askedOf(request.body) : askedOfQuery(request);
        if (asked.length > mostMetadata) throw new SoarkitError("HUB_TOO_MANY_VALUES", { limit: mostMetadata, count: asked.length });
        return (await values.metadata(await scopeOf(request), asked)).map(metadataDto);
      },
    });
  }

  scope.get("/indicators/related", async (request) => {
    const query = queryOf(request);
    const asked = page(query, relatedPages);
    refuseTooDeep(asked);
    const found = await values.related(await scopeOf(request), list(query, "indicators"), asked);
    return { ...found, items: found.items.map(indicatorKey) };
  });

  scope.post("/indicators/summaries", async (request) => {
    const wanted = textsBody(request);
    if (wanted.length > mostSummaries) throw new SoarkitError("HUB_TOO_MANY_VALUES", { limit: mostSummaries, count: wanted.length });
    const asked = page(queryOf(request), summaryPages);
    const summaries = summariesOf(await values.records(await scopeOf(request), wanted));
    return numbered(summaries.slice(asked.offset, asked.offset + asked.size), asked, summaries.length);
  });

  scope.get("/indicators/details", async (request) => {
    const wanted = list(queryOf(request), "indicatorValues");
    if (wanted.length > mostMetadata) throw new SoarkitError("HUB_TOO_MANY_VALUES", { limit: mostMetadata, count: wanted.length });
    return (await values.rank(await scopeOf(request), wanted)).map((row) => ({ ...foundDto(row), correlationCount: row.reports, whitelisted: false }));
  });

  scope.get("/indicators/community-trending", async (request) => {
    const query = queryOf(request);
    const type = one(query, "type");
    const days = Number(/^\d{1,3}$/.exec(one(query, "daysBack") ?? "1")?.[0] ?? wrong("daysBack", "it must be a whole number of days"));
    const wanted = type === undefined ? trustarIndicatorTypes.filter((name) => name !== "malware" && name !== "cve") : fromTrustarType(type);
    if (wanted.length === 0) return wrong("type", "it is no indicator type");
    const found = await values.trending(await scopeOf(request), wanted, Math.min(Math.max(days, 1), longestTrend), mostTrending);
    return found.map((row) => ({ ...foundDto(row), correlationCount: row.reports }));
  });

  for (const [url, daysBack] of [["/indicators", 7], ["/indicators/latest", 1]] as const) {
    scope.get(url, async (request, reply) => {
      const asked = page(queryOf(request), listPages);
      refuseTooDeep(asked);
      const { from, to, ...filter } = filterOf(request);
      const until = to ?? parts.now();
      const found = await values.search(await scopeOf(request), { ...filter, from: from ?? until - daysBack * day, to: until }, asked, goneWith(reply));
      return { ...found, items: found.items.map(indicatorKey) };
    });
  }

  scope.post("/indicators", async (request, reply) => {
    const { values: submitted, enclaveIds, tags } = readIndicatorInputs(objectBody(request));
    await values.submit(submitted, enclaveIds, tags, callerOf(request));
    return reply.send();
  });

  registerTagRoutes(scope, parts, callerOf);
}

/** Tags of indicators, in the forms of both generations; a value stands raw in the path (trustar-api §1.5, §2.2.10). */
function registerTagRoutes(scope: HttpServer, { values, enclaves }: TrustarParts, callerOf: CallerOf): void {
  scope.get("/indicators/tags", async (request) => {
    const seen = await enclaves.scope(callerOf(request), list(queryOf(request), "enclaveIds"));
    return (await values.tagsInUse(seen)).map(({ name, guid }) => tagDto(name, guid));
  });

  scope.post("/indicators/tags", async (request) => {
    const { value, tag } = objectBody(request);
    const given: Json = typeof tag === "object" && tag !== null ? (tag as Json) : {};
    return addTag(request, value, given.name, given.enclaveId);
  });

  scope.delete("/indicators/tags/*", async (request, reply) => {
    const name = decoded(pathAfter(request.raw.url ?? "", "/indicators/tags/"));
    await values.untag(one(queryOf(request), "value") ?? wrong("value", "it is missing"), name, callerOf(request));
    return reply.send();
  });

  scope.post("/indicators/*", async (request) => {
    const [, value] = /^(.+)\/tags\/?$/s.exec(pathAfter(request.raw.url ?? "", "/api/1.3/indicators/")) ?? [];
    if (value === undefined) throw new SoarkitError("NOT_FOUND", { path: request.url.split("?", 1)[0] ?? "" });
    return addTag(request, decoded(value), one(queryOf(request), "name"), one(queryOf(request), "enclaveId"));
  });

  scope.delete("/indicators/*", async (request, reply) => {
    const [, value, tag] = /^(.+)\/tags\/([^/]+)\/?$/s.exec(pathAfter(request.raw.url ?? "", "/api/1.3/indicators/")) ?? [];
    if (value === undefined || tag === undefined) throw new SoarkitError("NOT_FOUND", { path: request.url.split("?", 1)[0] ?? "" });
    await values.untag(decoded(value), decoded(tag), callerOf(request));
    return reply.send();
  });

  scope.get("/indicators/*", async (request) => {
    const [, value] = /^(.+)\/metadata\/?$/s.exec(pathAfter(request.raw.url ?? "", "/api/1.3/indicators/")) ?? [];
    if (value === undefined) throw new SoarkitError("NOT_FOUND", { path: request.url.split("?", 1)[0] ?? "" });
    const seen = await enclaves.scope(callerOf(request), list(queryOf(request), "enclaveIds"));
    return (await values.metadata(seen, [{ value: decoded(value) }])).map(metadataDto);
  });

  async function addTag(request: FastifyRequest, value: unknown, name: unknown, enclaveId: unknown): Promise<Json> {
    if (typeof value !== "string" || value.trim() === "") return wrong("value", "it must be an indicator");
    if (typeof enclaveId !== "string") return wrong("enclaveId", "it must name an enclave");
    const tag = tagName(name);
    return tagDto(tag, await values.tag(value, tag, enclaveId, callerOf(request)));
  }
}

function filterOf(request: FastifyRequest): ValueFilter {
  const query = queryOf(request);
  return {
    from: moment(query, "from"),
    to: moment(query, "to"),
    tags: [...list(query, "tags"), ...list(query, "tagIds")],
    excludedTags: [...list(query, "excludedTags"), ...list(query, "excludedTagIds")],
  };
}

function askedOf(body: unknown): { value: string; trustarType?: string }[] {
  if (!Array.isArray(body)) throw new SoarkitError("HUB_BODY_INVALID", { reason: "it must be a JSON list of indicators" });
  return body.map((entry: unknown) => {
    const { value, indicatorType } = (typeof entry === "string" ? { value: entry } : (entry ?? {})) as Json;
    if (typeof value !== "string") throw new SoarkitError("HUB_BODY_INVALID", { reason: "each indicator needs a value" });
    return typeof indicatorType === "string" && indicatorType !== "" ? { value, trustarType: indicatorType } : { value };
  });
}

/** One type may stand for all values; several go with the values by their place. */
function askedOfQuery(request: FastifyRequest): { value: string; trustarType?: string }[] {
  const query = queryOf(request);
  const kinds = list(query, "types");
  const given = query.types;
  const each = Array.isArray(given) ? given : typeof given === "string" && given.includes(",") ? given.split(",") : undefined;
  return list(query, "values").map((value, index) => {
    const trustarType = (each === undefined ? kinds[0] : each[index])?.trim();
    return trustarType === undefined || trustarType === "" ? { value } : { value, trustarType };
  });
}

function foundDto(row: RankedValue | (Omit<RankedValue, "priority"> & Pick<RankedValue, "priority">)): Json {
  return { ...indicatorKey(row), priorityLevel: row.priority, firstSeen: row.first, lastSeen: row.last };
}

function metadataDto(row: ValueMetadata): Json {
  const notes = [...new Set(row.records.map(({ detail }) => detail).filter((detail) => detail !== ""))]; // prettier-ignore
  return {
    ...foundDto(row),
    correlationCount: row.reports,
    sightings: row.sightings,
    noteCount: notes.length,
    notes,
    source: row.records[0]?.source ?? "",
    enclaveIds: [...new Set(row.records.map(({ enclave_guid: guid }) => guid))], // prettier-ignore
    tags: row.tags.map(({ name, guid }) => tagDto(name, guid)),
  };
}

/** One summary for each value, enclave and source; of several records the newest. */
function summariesOf(records: readonly ValueRecord[]): Json[] {
  const newest = new Map<string, ValueRecord>();
  for (const record of records) {
    const key = [record.type, record.value, record.enclave_guid, record.source].join("\n");
    if (!newest.has(key)) newest.set(key, record);
  }
  return [...newest.values()].map((record) => ({
    value: record.value,
    type: indicatorKey(record).indicatorType,
    reportId: record.report_uuid,
    enclaveId: record.enclave_guid,
    source: { key: record.source.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_"), name: record.source },
    severityLevel: record.threat_type === "suppress" ? 0 : Math.min(record.severity_rank + 1, 3),
    score: { name: "confidence", value: String(record.confidence) },
    description: record.detail === "" ? null : record.detail,
    created: record.date_first,
    updated: record.date_last,
    attributes: [attribute("Actor", record.actor), attribute("Campaign", record.campaign), attribute("Threat type", record.threat_type)].filter(({ value }) => value !== ""), // prettier-ignore
  }));
}

function attribute(name: string, value: string): { name: string; value: string; logicalType: string; description: string } {
  return { name, value, logicalType: "STRING", description: "" };
}
