import { call } from "./rest.js";

let orgId = 0;

/** The organisation that {@link get} and the others ask; the session sets it. */
export function setOrg(id: number): void {
  orgId = id;
}

/** The address of something of the organisation: `orgPath("/incidents/2101")`. */
export function orgPath(path: string): string {
  return `/rest/orgs/${orgId}${path}`;
}

/** What a read may ask for. */
export interface ReadOptions {
  signal?: AbortSignal;
  headers?: Readonly<Record<string, string>>;
}

/** Reads. Paths are relative to `/rest/orgs/{org}`. Throws `HttpError`. */
export function get<T>(path: string, options: ReadOptions = {}): Promise<T> {
  return call<T>("GET", orgPath(path), undefined, options.headers, options.signal);
}

/** Sends JSON, or a form with files. Throws `HttpError`. */
export function post<T>(path: string, body?: unknown, options: ReadOptions = {}): Promise<T> {
  return call<T>("POST", orgPath(path), body, options.headers, options.signal);
}

/** Replaces. Throws `HttpError`. */
export function put<T>(path: string, body?: unknown): Promise<T> {
  return call<T>("PUT", orgPath(path), body);
}

/** Changes in part. Throws `HttpError`. */
export function patch<T>(path: string, body: unknown): Promise<T> {
  return call<T>("PATCH", orgPath(path), body);
}

/** Deletes. Throws `HttpError`. */
export function del<T = unknown>(path: string): Promise<T> {
  return call<T>("DELETE", orgPath(path));
}
