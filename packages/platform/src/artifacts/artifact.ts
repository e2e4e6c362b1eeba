import type { TextContent } from "@soarkit/protocol";
import { passwordTypeId } from "../types/built-in-artifact-types.js";

/** An artifact of an incident. */
export interface Artifact {
  readonly id: number;
  readonly incidentId: number;
  /** Id of its artifact type. */
  readonly type: number;
  readonly value: string;
  readonly description: TextContent | null;
  readonly creatorId: number;
  readonly created: number;
  readonly lastModified: number;
  readonly parentId: number | null;
  readonly relating: boolean | null;
  readonly properties: readonly { name: string; value: string }[];
}

/** What a threat source or script found out about an artifact. */
export interface Hit {
  /** uuid. */
  readonly id: string;
  readonly artifactId: number;
  /** Name of the threat source, or what the script called it. */
  readonly source: string;
  readonly sourceId: number;
  readonly created: number;
  readonly active: boolean;
  readonly properties: readonly { name: string; type: string; value: unknown }[];
}

/** An artifact with its hits, as rules are asked about it. */
export interface ArtifactState extends Artifact {
  /** Oldest first. */
  readonly hits: readonly Hit[];
}

/** Stands for the value of an artifact wherever it is named. */
export const hiddenValue = "••••••••";

/** What an artifact is called outside of itself: its value, except for a password. */
export function artifactName(artifact: Pick<Artifact, "type" | "value">): string {
  return artifact.type === passwordTypeId ? hiddenValue : artifact.value;
}
