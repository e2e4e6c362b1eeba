/** The page to go to after a login: a path of our own, never another host. */
export function nextPath(next: string | null): string {
  if (next === null || !next.startsWith("/") || next.startsWith("//") || next.includes("\\") || /\p{Cc}/u.test(next)) return "/";
  return next.startsWith("/login") ? "/" : next;
}
