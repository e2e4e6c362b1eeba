import { ExpectedFailure } from "@soarkit/app-sdk";

/** An answer of STAXX as far as a refusal is explained from it. */
interface Answer {
  status: number;
  statusText: string;
  text(): string;
}

/** The first words of a body for a person, without markup and without anything secret. */
function excerpt(answer: Answer, secrets: readonly string[]): string {
  let words = answer.text().slice(0, 4_000);
  for (const secret of secrets) if (secret !== "") words = words.replaceAll(secret, "***");
  words = words.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim();
  return words.length > 300 ? `${words.slice(0, 300)}…` : words;
}

/** True when the answer says that the account's password must be changed first (staxx-api §1.2). */
function wantsNewPassword(words: string): boolean {
  return /password.{0,40}(chang|expir|reset)|(chang|expir|reset).{0,40}password/i.test(words);
}

/** Why a login was refused. `account` is the user's name, `address` the base URL. */
export function loginRefusal(answer: Answer, account: string, address: string, secrets: readonly string[]): ExpectedFailure {
  const words = `${answer.statusText} ${excerpt(answer, secrets)}`.trim();
  if (wantsNewPassword(words)) {
    return new ExpectedFailure(`Anomali STAXX wants the password of ${account} changed before it accepts calls. Log in once at ${address} with a browser, change the password, and put the new one in staxx_password.`);
  }
  if (answer.status === 403 || answer.status === 401 || answer.status === 200) {
    return new ExpectedFailure(`Anomali STAXX at ${address} refused the login of ${account}. Check staxx_user and staxx_password in the section [fn_anomali_staxx].`);
  }
  return refusal("the login", answer, secrets);
}

/**
 * Why a call was refused, with the server's own reason phrase.
 *
 * @param what - the call in words, e.g. "the query"
 */
export function refusal(what: string, answer: Answer, secrets: readonly string[]): ExpectedFailure {
  const words = excerpt(answer, secrets);
  const phrase = `${answer.status} ${answer.statusText}`.trim();
  const reason = words === "" || answer.statusText.includes(words) ? phrase : `${phrase}: ${words}`;
  if (answer.status === 403 || answer.status === 401) {
    return new ExpectedFailure(`Anomali STAXX refused ${what} after a fresh login (${reason}). The account in staxx_user may lack the right; ask the administrator of STAXX.`);
  }
  if (answer.status >= 500) return new ExpectedFailure(`Anomali STAXX failed at ${what} (${reason}). Try again later; the log of STAXX has the cause.`);
  return new ExpectedFailure(`Anomali STAXX refused ${what} (${reason}).`);
}
