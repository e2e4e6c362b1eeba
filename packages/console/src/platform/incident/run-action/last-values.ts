const prefix = "soarkit-last-run:";

/** What was sent with this rule last time, from this browser; empty when nothing was. */
export function lastValues(ruleId: number): Record<string, unknown> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(`${prefix}${ruleId}`) ?? "{}");
    return typeof stored === "object" && stored !== null ? (stored as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Remembers what was sent. */
export function rememberValues(ruleId: number, values: Readonly<Record<string, unknown>>): void {
  try {
    localStorage.setItem(`${prefix}${ruleId}`, JSON.stringify(values));
  } catch {
    // A browser without storage offers the defaults next time.
  }
}
