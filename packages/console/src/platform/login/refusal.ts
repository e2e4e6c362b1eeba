import { HttpError } from "../../api/rest.js";

/** Seconds until the next try is worth it; 0 when it may be made at once. */
export function waitSeconds(error: unknown): number {
  if (!(error instanceof HttpError) || error.status !== 429) return 0;
  return error.retryAfter ?? Number(/(\d+) seconds?/.exec(error.message)?.[1] ?? 10);
}

/** Why a login was refused, in words that do not tell which half was wrong. @param wait seconds that are left. */
export function refusalText(error: unknown, wait: number): string {
  if (!(error instanceof HttpError)) return "Something unexpected happened in the page. Reload it and try again.";
  if (error.status === 429) return wait > 0 ? `Too many tries. Next try in ${wait} s.` : "You can try again now.";
  if (error.status === 401 || error.code === "LOGIN_FAILED") return "Email or password is wrong.";
  if (error.status === 0 || error.status === 503) return "The platform does not answer. It may be starting; try again in a moment.";
  return error.message;
}

/** The page to go to after a login: a path of our own, never another host (console.md §3A.1). */
export function nextPath(next: string | null): string {
  if (next === null || !next.startsWith("/") || next.startsWith("//") || next.includes("\\")) return "/incidents";
  return next.startsWith("/login") ? "/incidents" : next;
}
