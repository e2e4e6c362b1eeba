import { classify, trustarIndicatorTypes, fromTrustarType } from "@soarkit/indicators";
import { SoarkitError } from "@soarkit/protocol";
import type { FastifyRequest } from "fastify";
import { readMoment } from "./times.js";

/** A page of a list: which, and of what size. */
export interface PageRequest {
  readonly number: number;
  readonly size: number;
  readonly offset: number;
}

type Query = Readonly<Record<string, string | string[] | undefined>>;

/** The query of a request. Parameters that nobody asked for are ignored. */
export function queryOf(request: FastifyRequest): Query {
  return request.query as Query;
}

/** One value of a parameter; the first when it comes several times. */
export function one(query: Query, name: string): string | undefined {
  const value = query[name];
  const first = Array.isArray(value) ? value[0] : value;
  return first === undefined || first.trim() === "" ? undefined : first.trim();
}

/**
 * A list: several parameters are taken as they are, since a URL may hold a comma; a single one is split at its commas,
 * unless that makes a URL into pieces that are nothing (trustar-api §1.5).
 */
export function list(query: Query, name: string): string[] {
  const value = query[name];
  if (value === undefined) return [];
  if (Array.isArray(value)) return distinct(value);
  const parts = distinct(value.split(","));
  const oneUrl = parts.length > 1 && parts.some((part) => classify(part) === undefined) && classify(value)?.type === "url";
  return oneUrl ? [value.trim()] : parts;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values.map((value) => value.trim()).filter((value) => value !== ""))];
}

/** A yes or no in any letter case. @throws SoarkitError `HUB_PARAMETER_INVALID`. */
export function flag(query: Query, name: string, initial: boolean): boolean {
  const word = one(query, name)?.toLowerCase();
  if (word === undefined) return initial;
  return word === "true" || word === "1" ? true : word === "false" || word === "0" ? false : wrong(name, "it must be true or false");
}

/** A time. @throws SoarkitError `HUB_PARAMETER_INVALID`. */
export function moment(query: Query, name: string): number | undefined {
  const text = one(query, name);
  if (text === undefined) return undefined;
  return readMoment(text) ?? wrong(name, "it must be milliseconds since 1970");
}

/** The page that is asked for; a size beyond the largest is cut to it. @throws SoarkitError `HUB_PARAMETER_INVALID`. */
export function page(query: Query, sizes: { readonly initial: number; readonly largest: number }): PageRequest {
  const number = whole(query, "pageNumber", 0, 0);
  const size = Math.min(whole(query, "pageSize", sizes.initial, 1), sizes.largest);
  return { number, size, offset: number * size };
}

function whole(query: Query, name: string, initial: number, least: number): number {
  const text = one(query, name);
  if (text === undefined) return initial;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  return value < least ? wrong(name, `it must be a whole number of at least ${least}`) : value;
}

/** Our types behind the types of TruSTAR that a parameter names; all of them when it names none. @throws SoarkitError `HUB_PARAMETER_INVALID`. */
export function types(query: Query, name: string): readonly string[] {
  const names = list(query, name);
  if (names.length === 0) return trustarIndicatorTypes;
  return names.flatMap((type) => {
    const found = fromTrustarType(type);
    return found.length === 0 ? wrong(name, `${type.slice(0, 50)} is no indicator type`) : found;
  });
}

/** @throws SoarkitError `HUB_PARAMETER_INVALID`. */
export function wrong(name: string, reason: string): never {
  throw new SoarkitError("HUB_PARAMETER_INVALID", { name, reason });
}

/** A JSON body that must be an object. @throws SoarkitError `HUB_BODY_INVALID`. */
export function objectBody(request: FastifyRequest): Readonly<Record<string, unknown>> {
  const { body } = request;
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw new SoarkitError("HUB_BODY_INVALID", { reason: "it must be a JSON object" });
  return body as Readonly<Record<string, unknown>>;
}

/** A JSON body that must be a list of texts. @throws SoarkitError `HUB_BODY_INVALID`. */
export function textsBody(request: FastifyRequest): string[] {
  const { body } = request;
  if (!Array.isArray(body) || !body.every((entry) => typeof entry === "string")) throw new SoarkitError("HUB_BODY_INVALID", { reason: "it must be a JSON list of texts" });
  return body;
}
