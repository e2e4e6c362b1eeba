import type { ArtifactTypeDTO } from "@soarkit/protocol";
import { useQuery } from "@tanstack/react-query";
import { get } from "../api/platform.js";
import { useSessionIfKnown } from "./session.js";

/** A person of the organisation. */
export interface OrgUser {
  id: number;
  display_name: string;
  email: string;
  status: string;
}

/** What pages need of the organisation (soar-protocol §1.11 "FullOrgDTO"). */
export interface Org {
  id: number;
  name: string;
  attachments_enabled: boolean;
  users: Readonly<Record<string, OrgUser>>;
  incident_types: Readonly<Record<string, { id: number; name: string; enabled?: boolean; hidden?: boolean }>>;
  incident_artifact_types: Readonly<Record<string, ArtifactTypeDTO>>;
  incident_severities: Readonly<Record<string, { id: number; name: string }>>;
  phases: Readonly<Record<string, { id: number; name: string; order: number }>>;
}

/** The organisation, or undefined while it is being fetched or where there is none (the hub). */
export function useOrgIfKnown(): Org | undefined {
  const session = useSessionIfKnown();
  const { data } = useQuery({ queryKey: ["configuration", "organisation"], queryFn: ({ signal }) => get<Org>("", { signal }), enabled: session !== undefined, staleTime: 300_000 });
  return data;
}

const nothing: Org = { id: 0, name: "", attachments_enabled: false, users: {}, incident_types: {}, incident_artifact_types: {}, incident_severities: {}, phases: {} };

/** The organisation; empty collections until it has arrived. */
export function useOrg(): Org {
  return useOrgIfKnown() ?? nothing;
}
