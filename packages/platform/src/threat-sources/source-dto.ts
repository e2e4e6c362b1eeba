import type { ThreatServiceDTO, ThreatSourceDTO } from "@soarkit/protocol";
import type { ThreatSource } from "./threat-source.js";

interface Named {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly description: string;
}

/** A source as ThreatSourceDTO (soar-protocol §1.11). */
export function sourceDTO({ id, uuid, name, description }: Named, enabled: boolean, custom: boolean): ThreatSourceDTO {
  return { id, uuid, name, description, enabled, custom, tos_agreement_date: null, prompt_license: false, license: null, properties: {}, tos: null };
}

/** A service as its administrators see it. */
export function serviceDTO(source: ThreatSource, counts: Pick<ThreatServiceDTO, "today" | "waiting" | "next_at" | "sweeping">): ThreatServiceDTO {
  return {
    ...sourceDTO(source, source.enabled, true),
    rest_url: source.restUrl,
    auth_user: source.authUser,
    has_password: source.hasPassword,
    ca: source.ca,
    allow_http: source.allowHttp,
    max_tlp: source.maxTlp,
    upload_file: source.uploadFile,
    disabled_reason: source.disabledReason,
    last: source.last,
    ...counts,
  };
}
