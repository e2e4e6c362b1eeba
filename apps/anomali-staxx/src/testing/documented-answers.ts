import type { ReplayServer } from "./replay-server.js";

/** The records of the document's example, as STAXX sent them (staxx-api §1.3). */
export const documentedRecord = {
  indicator: "1.2.3.4", tlp: "TLP:AMBER", itype: "mal_ip", severity: "low", classification: "public", detail: "resilient", confidence: 33, actor: "",
  feed_name: "import", source: "admin", feed_site_netloc: "localhost", campaign: "", type: "ip",
  id: "anomali:indicator-86e0bfc8-df0f-4346-b9e9-63dce33f44ac", date_last: "2020-08-12 10:05:58 AM",
};

/** The three records of the document, newest first. */
export const documentedRecords = [
  documentedRecord,
  { ...documentedRecord, id: "anomali:indicator-191e13df-857f-4200-a9e3-1327fb9b4858", date_last: "2020-08-12 10:03:52 AM" },
  { ...documentedRecord, id: "anomali:indicator-d716bb4b-861c-4be4-bf64-02c9fc00ec23", date_last: "2020-08-12 10:02:29 AM" },
];

/** The text that STAXX answers to an import, with its trailing blank. */
export const documentedJob = "Import intelligence job ID 20200812163012 ";

export const loginPath = "/api/v1/login";
export const queryPath = "/api/v1/intelligence";
export const importPath = "/api/v1/import_intel";
export const statusPath = "/api/v1/import_status";

/** Lets a server answer like the STAXX of the document: login, no records, imports taken. */
export function answerLikeStaxx(server: ReplayServer): ReplayServer {
  return server.answer(loginPath, { body: { token_id: "b64-token-1" } }).answer(queryPath, { body: [] }).answer(importPath, { body: documentedJob });
}

/** Lets a server answer like a SOAR platform on which workflow 80 runs on artifact 12 of incident 2095. */
export function answerLikePlatform(server: ReplayServer, artifact: { type: string; value: string; tags?: unknown[] }, properties: Record<string, unknown> = {}): ReplayServer {
  const org = { id: 201, name: "Soarkit", enabled: true, uuid: "0b4c5bd1-3f0c-4bd8-9df1-7d1c53a1a201", cloud_account: null };
  const object = { object_id: 12, object_name: artifact.value, type_id: 4, type_name: "artifact", parent: { object_id: 2095, object_name: "Machete", type_id: 0, type_name: "incident" } };
  return server
    .answer("/rest/session", { body: { orgs: [org], session_ip: "127.0.0.1", api_key_handle: 4 } })
    .answer("/rest/orgs/201", { body: { id: 201, name: "Soarkit", actions_framework_enabled: true } })
    .answer("/rest/orgs/201/workflow_instances/80", { body: { workflow_instance_id: 80, status: "running", object } })
    .answer("/rest/orgs/201/incidents/2095", { body: { id: 2095, name: "Machete", properties } })
    .answer("/rest/orgs/201/incidents/2095/artifacts/12", { body: { id: 12, inc_id: 2095, ...artifact } });
}

/** Lets that platform answer with an incident's artifacts, in place of one artifact. */
export function answerWithArtifacts(server: ReplayServer, artifacts: readonly { type: string; value: string; tags?: unknown[] }[]): ReplayServer {
  return server.answer("/rest/orgs/201/incidents/2095/artifacts", { body: artifacts.map((artifact, index) => ({ id: index + 1, inc_id: 2095, ...artifact })) });
}

/** Inputs of an import under which the document's record is filed, approved at once. */
export const documentedSettings = { staxx_auto_approve: "yes", staxx_confidence: "33", staxx_indicator_type: "malware", staxx_severity: "low", staxx_tlp: "AMBER" };
