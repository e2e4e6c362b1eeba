import { parseTlp, type Tlp } from "@soarkit/indicators";
import type { Selectable } from "kysely";
import type { ThreatSourceRow } from "./schema.js";
import { usualMaxTlp } from "./tlp.js";

/** A threat service, as the platform asks it. */
export interface ThreatSource {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly description: string;
  readonly restUrl: string;
  readonly authUser: string | null;
  readonly hasPassword: boolean;
  readonly ca: string | null;
  readonly allowHttp: boolean;
  /** Narrowest label that is sent. */
  readonly maxTlp: Tlp;
  readonly enabled: boolean;
  readonly disabledReason: string | null;
  readonly uploadFile: boolean;
  readonly bodyForm: "multipart" | "json" | null;
  readonly last: { readonly at: number; readonly status: number | null; readonly ms: number | null; readonly error: string | null } | null;
}

/** A source of a row. */
export function toSource(row: Selectable<ThreatSourceRow>): ThreatSource {
  return {
    id: row.id,
    uuid: row.uuid,
    name: row.name,
    description: row.description,
    restUrl: row.rest_url,
    authUser: row.auth_user,
    hasPassword: row.has_password === 1,
    ca: row.ca,
    allowHttp: row.allow_http === 1,
    maxTlp: parseTlp(row.max_tlp) ?? usualMaxTlp,
    enabled: row.enabled === 1,
    disabledReason: row.disabled_reason,
    uploadFile: row.upload_file === 1,
    bodyForm: row.body_form === "multipart" || row.body_form === "json" ? row.body_form : null,
    last: row.last_at === null ? null : { at: row.last_at, status: row.last_status, ms: row.last_ms, error: row.last_error },
  };
}
