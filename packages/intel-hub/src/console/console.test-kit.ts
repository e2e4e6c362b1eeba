import type { Answer, TestHub } from "../hub.test-kit.js";

/** A browser that is logged in to the hub: keeps the cookie and sends the session's token. */
export interface Browser {
  readonly cookie: string;
  readonly csrf: string;
  call<T>(method: string, path: string, body?: unknown, read?: (body: unknown) => T): Promise<{ status: number; body: T; headers: Answer["headers"] }>;
}

/** Logs in as a browser does. */
export async function browse(kit: TestHub, user = kit.user, password = kit.password): Promise<Browser> {
  const answer = await kit.send("POST", "/api/hub/session", { "content-type": "application/json" }, JSON.stringify({ user, password }));
  if (answer.status !== 200) throw new Error(answer.body);
  const { csrf_token: csrf } = JSON.parse(answer.body) as { csrf_token: string };
  return browserOf(kit, cookieOf(answer), csrf);
}

/** A browser with a cookie it got otherwise. */
export function browserOf(kit: TestHub, cookie: string, csrf: string): Browser {
  return {
    cookie,
    csrf,
    call: async <T>(method: string, path: string, body?: unknown, read: (body: unknown) => T = (got) => got as T) => {
      const headers = { cookie, ...(method === "GET" ? {} : { "x-sess-id": csrf }), ...(body === undefined ? {} : { "content-type": "application/json" }) };
      const got = await kit.send(method, `/api/hub${path}`, headers, body === undefined ? undefined : JSON.stringify(body));
      return { status: got.status, body: read(JSON.parse(got.body)), headers: got.headers };
    },
  };
}

/** The pair `name=value` that an answer sets. */
export function cookieOf(answer: Pick<Answer, "headers">): string {
  const [set = ""] = (answer.headers["set-cookie"] as string[] | undefined) ?? [];
  return set.split(";", 1)[0] ?? "";
}
