import { SoarkitError } from "@soarkit/protocol";
import { classify, hashLengths, isSeverity, parseTlp, refang, severities, toStaxxTlp } from "@soarkit/indicators";
import { sql, type Expression, type ExpressionBuilder, type SqlBool } from "kysely";
import type { HubTables } from "../schema.js";
import { readTime } from "./read-time.js";
import type { Clause, Condition, QueryField } from "./syntax.js";

type Builder = ExpressionBuilder<HubTables, "indicators">;
type Where = Expression<SqlBool>;
type TextColumn = "value" | "type" | "itype" | "tlp" | "classification" | "detail" | "actor" | "campaign" | "feed_name" | "source" | "feed_site_netloc" | "external_id" | "threat_type";

/** Turns a condition into SQL. Every value of the query travels as a parameter. @throws SoarkitError `HUB_QUERY_INVALID`. */
export function toSql(condition: Condition, eb: Builder, now: number): Where {
  switch (condition.kind) {
    case "clause":
      return clauseSql(condition, eb, now);
    case "not":
      return eb.not(toSql(condition.item, eb, now));
    case "and":
      return balanced(condition.items.map((item) => toSql(item, eb, now)), (items) => eb.and(items)); // prettier-ignore
    case "or":
      return orSql(condition.items, eb, now);
  }
}

/** Records that count: stored, and not at their end. */
export function activeNow(eb: Builder, now: number): Where {
  return eb.and([eb("status", "=", "active"), eb.or([eb("expires", "is", null), eb("expires", ">", now)])]);
}

/** Records that a query looks at: those that count; with a condition on `expires` or `status` expired ones, too. */
export function inScope(condition: Condition | undefined, eb: Builder, now: number): Where {
  return condition !== undefined && asksForEnd(condition) ? eb("status", "=", "active") : activeNow(eb, now);
}

function asksForEnd(condition: Condition): boolean {
  if (condition.kind === "clause") return condition.field === "expires" || condition.field === "status";
  return condition.kind === "not" ? asksForEnd(condition.item) : condition.items.some(asksForEnd);
}

/** Many `value = …` joined by OR become one list, which an index answers. */
function orSql(items: readonly Condition[], eb: Builder, now: number): Where {
  const wanted: string[] = [];
  const rest: Where[] = [];
  for (const item of items) {
    const plain = item.kind === "clause" && item.field === "value" && item.operator === "=" && item.value.pieces.length === 1;
    if (plain) wanted.push(...spellings(item.value.text));
    else rest.push(toSql(item, eb, now));
  }
  if (wanted.length > 0) rest.push(isOneOf(eb, "value", wanted));
  return balanced(rest, (group) => eb.or(group));
}

/** A column that holds one of many texts. They travel as one parameter: the statement is the same for any number of them, and stays prepared. */
export function isOneOf(eb: Builder, column: "value" | "indicators.value", texts: readonly string[]): Where {
  return sql<SqlBool>`${eb.ref(column)} in (select wanted.value from json_each(${JSON.stringify([...new Set(texts)])}) as wanted)`;
}

/** Joins pairwise, so that a thousand conditions nest ten deep and not a thousand. */
function balanced(items: readonly Where[], join: (items: Where[]) => Where): Where {
  if (items.length <= 2) return join([...items]);
  const middle = Math.ceil(items.length / 2);
  return join([balanced(items.slice(0, middle), join), balanced(items.slice(middle), join)]);
}

/** What is stored as it is written, most values: hashes, addresses and host names in small letters. */
const asStored = /^(?:[0-9a-f]{32,128}|(?:[a-z0-9][a-z0-9-]*\.)+[a-z0-9-]*[a-z0-9]|(?:[1-9]?\d|1\d\d|2[0-4]\d|25[0-5])(?:\.(?:[1-9]?\d|1\d\d|2[0-4]\d|25[0-5])){3})$/;
/** The one form of a MAC address that looks like a host name. */
const dottedMac = /^[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}$/;

/** A value as written and as it is stored: an upper-case hash or a host in capitals is found all the same. */
export function spellings(text: string): string[] {
  if (text.length <= 253 && asStored.test(text) && !dottedMac.test(text)) return [text];
  const canonical = classify(text)?.value ?? refang(text);
  return canonical === text ? [text] : [text, canonical];
}

function clauseSql(clause: Clause, eb: Builder, now: number): Where {
  switch (clause.field) {
    case "confidence":
      return eb("confidence", ordering(clause), wholeNumber(clause));
    case "severity":
      return eb("severity_rank", ordering(clause), rankOf(clause));
    case "date_last":
    case "date_first":
    case "expires":
      return timeSql(clause, clause.field, eb, now);
    case "type":
      return negated(clause, eb, eb("type", "in", clause.value.text.toLowerCase() === "md5" ? Object.keys(hashLengths) : [clause.value.text.toLowerCase()]));
    case "status":
      return negated(clause, eb, statusSql(clause, eb, now));
    case "tlp":
      return negated(clause, eb, eb("tlp", "=", tlpOf(clause)));
    default:
      return textSql(clause, eb);
  }
}

const textColumns: Partial<Record<QueryField, TextColumn>> = { id: "external_id" };

function textSql(clause: Clause, eb: Builder): Where {
  const column = textColumns[clause.field] ?? (clause.field as TextColumn);
  const { pieces, text } = clause.value;
  switch (clause.operator) {
    case "=":
    case "!=": {
      if (pieces.length > 1) return negated(clause, eb, like(eb, column, pieces.map(escaped).join("%")));
      const equal = column === "value" ? eb(column, "in", spellings(text)) : column === "external_id" ? eb(column, "=", text) : like(eb, column, escaped(text));
      return negated(clause, eb, equal);
    }
    case "contains":
      return like(eb, column, `%${escaped(text)}%`);
    case "startswith":
      return like(eb, column, `${escaped(text)}%`);
    case "endswith":
      return like(eb, column, `%${escaped(text)}`);
    default:
      return fail(clause, `${clause.field} is a text and has no order; use =, !=, contains, startswith or endswith`);
  }
}

function like(eb: Builder, column: TextColumn, pattern: string): Where {
  return sql<SqlBool>`${eb.ref(column)} like ${pattern} escape '\\'`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\%_]/g, "\\$&");
}

function negated(clause: Clause, eb: Builder, equal: Where): Where {
  if (clause.operator === "=") return equal;
  if (clause.operator === "!=") return eb.not(equal);
  // A column of few words still answers the text operators; only order makes no sense.
  return fail(clause, `${clause.field} takes = and != only`);
}

function ordering(clause: Clause): "=" | "!=" | ">" | ">=" | "<" | "<=" {
  const { operator } = clause;
  return operator === "contains" || operator === "startswith" || operator === "endswith" ? fail(clause, `${clause.field} takes =, !=, >, >=, < and <= only`) : operator;
}

function wholeNumber(clause: Clause): number {
  const { text } = clause.value;
  return /^-?\d{1,9}$/.test(text) ? Number(text) : fail(clause, `${clause.field} is a whole number from 0 to 100, not '${excerpt(text)}'`);
}

function rankOf(clause: Clause): number {
  const name = clause.value.text.toLowerCase();
  return isSeverity(name) ? severities.indexOf(name) : fail(clause, `severity is one of ${severities.join(", ")}, not '${excerpt(name)}'`);
}

function tlpOf(clause: Clause): string {
  const tlp = parseTlp(clause.value.text);
  return tlp === undefined ? fail(clause, `tlp is one of RED, AMBER, GREEN, WHITE, not '${excerpt(clause.value.text)}'`) : toStaxxTlp(tlp);
}

function statusSql(clause: Clause, eb: Builder, now: number): Where {
  const name = clause.value.text.toLowerCase();
  if (name === "expired") return eb.and([eb("expires", "is not", null), eb("expires", "<=", now)]);
  return name === "active" ? activeNow(eb, now) : fail(clause, `status is active or expired, not '${excerpt(name)}'`);
}

function timeSql(clause: Clause, column: "date_last" | "date_first" | "expires", eb: Builder, now: number): Where {
  const moment = readTime(clause.value.text, now);
  if (moment === undefined) return fail(clause, `${column} is a time such as 2020-07-28T10:00:00 or -1d, not '${excerpt(clause.value.text)}'`);
  switch (ordering(clause)) {
    case "=":
      return eb.and([eb(column, ">=", moment.from), eb(column, "<=", moment.until)]);
    case "!=":
      return eb.or([eb(column, "<", moment.from), eb(column, ">", moment.until)]);
    case ">":
      return eb(column, ">", moment.until);
    case ">=":
      return eb(column, ">=", moment.from);
    case "<":
      return eb(column, "<", moment.from);
    case "<=":
      return eb(column, "<=", moment.until);
  }
}

function excerpt(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function fail(clause: Clause, reason: string): never {
  throw new SoarkitError("HUB_QUERY_INVALID", { position: clause.position, reason });
}
