import { once } from "node:events";
import { startTestHub, type Answer, type TestHub } from "../hub.test-kit.js";
import type { LoadPreview } from "./preview.js";
import type { LoadView } from "./load-view.js";
import type { LeftOutRow } from "./batch.js";

const bearer = { authorization: "Bearer local-token-of-the-test" };

/** A hub with what loads need in a test. */
export interface LoadKit extends TestHub {
  /** Uploads and starts a file. */
  load(name: string, content: string | Buffer, settings?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Uploads, starts and waits until the load has ended. */
  loaded(name: string, content: string | Buffer, settings?: Readonly<Record<string, string>>): Promise<EndedLoad>;
  preview(name: string, content: string | Buffer, settings?: Readonly<Record<string, string>>): Promise<LoadPreview>;
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  ended(id: number): Promise<EndedLoad>;
  /** Values that the query language finds. */
  find(query: string): Promise<Record<string, unknown>[]>;
}

/** A load with what it left out. */
export type EndedLoad = LoadView & { readonly left_out: readonly LeftOutRow[] };

/** Starts a hub for loads. */
export async function startLoadKit(options: Parameters<typeof startTestHub>[0] = {}): Promise<LoadKit> {
  const kit = await startTestHub(options);
  kit.hub.accounts.setLocalAdminToken("local-token-of-the-test");
  const call: LoadKit["call"] = (method, path, body) => kit.send(method, path, { ...bearer, ...(body === undefined ? {} : { "content-type": "application/json" }) }, body === undefined ? undefined : JSON.stringify(body));
  const upload = (name: string, content: string | Buffer, more: Readonly<Record<string, string>>): Promise<Answer> =>
    kit.send("POST", `/api/hub/loads?${new URLSearchParams({ name, ...more }).toString()}`, { ...bearer, "content-type": "application/octet-stream" }, content);
  const read = async (id: number): Promise<EndedLoad> => JSON.parse((await call("GET", `/api/hub/loads/${id}`)).body) as EndedLoad;
  const ended = async (id: number): Promise<EndedLoad> => {
    for (;;) {
      const load = await read(id);
      if (load.state !== "queued" && load.state !== "running") return load;
      await once(AbortSignal.timeout(20), "abort");
    }
  };
  return {
    ...kit,
    call,
    ended,
    load: (name, content, settings = {}) => upload(name, content, { start: "true", ...settings }),
    loaded: async (name, content, settings = {}) => {
      const answer = await upload(name, content, { start: "true", ...settings });
      if (answer.status !== 201) throw new Error(`${answer.status}: ${answer.body}`);
      return ended((JSON.parse(answer.body) as LoadView).id);
    },
    preview: async (name, content, settings = {}) => {
      const { id } = JSON.parse((await upload(name, content, {})).body) as LoadView;
      const answer = await call("POST", `/api/hub/loads/${id}/preview`, settings);
      if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.body}`);
      return JSON.parse(answer.body) as LoadPreview;
    },
    find: async (query) => JSON.parse((await call("GET", `/api/hub/indicators?${new URLSearchParams({ query, size: "5000" }).toString()}`)).body) as Record<string, unknown>[],
  };
}
