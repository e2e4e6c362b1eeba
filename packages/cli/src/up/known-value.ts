/** Reads a value of one section of an app.config that is there already. */
export type KnownValue = (key: string) => string | undefined;

/** A secret that stands nowhere: app.config was removed, or the first start ended before it was written. */
export function isLost(value: string | undefined): boolean {
  return value === undefined || value === "";
}
