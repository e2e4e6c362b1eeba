import { ExpectedFailure } from "@soarkit/app-sdk";

/** Characters that end, escape or widen a quoted value in STAXX's query language (staxx-api §1.4). */
const inexpressible = /['"\\*\p{Cc}]/u;
/** The same where a backslash before a quote, a backslash or a star makes it stand for itself (the hub's extension `query_escapes`). */
const inexpressibleWithEscapes = /\p{Cc}/u;

/**
 * The query for records of exactly one value. The value stands between single quotes and cannot end them:
 * STAXX has no documented way to express a quote inside a value, so such a value is refused.
 *
 * @param value - as prepared for STAXX
 * @param escapes - true when the server has the extension `query_escapes`
 * @throws ExpectedFailure for a character that the query language cannot express
 */
export function queryForValue(value: string, escapes = false): string {
  const found = (escapes ? inexpressibleWithEscapes : inexpressible).exec(value);
  if (found !== null) {
    const name = /\p{Cc}/u.test(found[0]) ? "a control character" : `the character ${found[0]}`;
    throw new ExpectedFailure(`Anomali STAXX was not asked: the value contains ${name}, which a STAXX query cannot express. Correct the value of the artifact.`);
  }
  return `value = '${escapes ? value.replaceAll(/['\\*]/g, "\\$&") : value}'`;
}

/**
 * The query for records of some values.
 *
 * @param values - as prepared for STAXX, at least one
 * @param escapes - true when the server has the extension `query_escapes`
 * @throws ExpectedFailure for a character that the query language cannot express
 */
export function queryForValues(values: readonly string[], escapes = false): string {
  return values.map((value) => queryForValue(value, escapes)).join(" OR ");
}
