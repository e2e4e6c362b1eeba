import { ExpectedFailure, type AppHttpResponse } from "@soarkit/app-sdk";
import type { Credentials } from "../config/account.js";

/** TruSTAR answered a call with an error; the text says what to do. */
export class TrustarRefusal extends ExpectedFailure {
  constructor(
    message: string,
    /** HTTP status. */
    readonly status: number,
  ) {
    super(message);
  }
}

/** The two texts, word by word, with which TruSTAR asks for a new token (trustar-api §1.2). */
const renewTexts: ReadonlySet<string> = new Set(["Expired oauth2 access token", "Invalid oauth2 access token"]);

/** Whether an answer asks for a new token. */
export function wantsNewToken(answer: AppHttpResponse): boolean {
  return answer.status === 400 && renewTexts.has(textMember(answer, "error_description"));
}

/** Milliseconds that TruSTAR asks to wait; undefined when it asks for no pause (trustar-api §1.7). */
export function waitTime(answer: AppHttpResponse): number | undefined {
  if (answer.status !== 429) return undefined;
  const body = bodyOf(answer);
  const wait = Number(body["waitTime"]);
  return Number.isFinite(wait) && wait >= 0 ? wait : 1_000;
}

/** What people read of a refused call. */
export function refusal(what: string, answer: AppHttpResponse, account: Credentials): TrustarRefusal {
  const words = textMember(answer, "message") || textMember(answer, "error_description") || plainWords(answer);
  const reason = `${answer.status}${words === "" ? ` ${answer.statusText}`.trimEnd() : `: ${words}`}`;
  return new TrustarRefusal(`TruSTAR refused ${what} (${reason}). ${advice(answer.status, account)}`, answer.status);
}

/** What people read of a refused login. */
export function loginRefusal(answer: AppHttpResponse, account: Credentials): TrustarRefusal {
  if (answer.status >= 500) return new TrustarRefusal(`TruSTAR at ${account.url} failed at the login (${answer.status}). Try again later.`, answer.status);
  return new TrustarRefusal(`TruSTAR at ${account.url} refused the login of [${account.section}] (${answer.status}). Check url, user_api_key and user_api_secret there; secrets named with ^ must have been stored with res-keyring.`, answer.status);
}

function advice(status: number, { section }: Credentials): string {
  if (status === 401 || status === 403) return `Give the user of [${section}] the rights on the enclaves that the section names, or correct their ids.`;
  if (status === 404) return "It is not there any more.";
  if (status === 413) return "It is too large for TruSTAR; leave parts out with submit_data_to_trustar.";
  if (status === 429) return "Its quota is used up; try again later.";
  if (status >= 500) return "Try again later; the log of TruSTAR has the cause.";
  return `Check the settings in [${section}].`;
}

function bodyOf(answer: AppHttpResponse): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(answer.text());
    return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function textMember(answer: AppHttpResponse, name: string): string {
  const value = bodyOf(answer)[name];
  return typeof value === "string" ? value.slice(0, 300) : "";
}

function plainWords(answer: AppHttpResponse): string {
  return answer.text().slice(0, 2_000).replace(/<[^<>]*>/g, " ").replace(/\s+/g, " ").trim().slice(0, 200);
}
