import type { PrincipalDTO } from "@soarkit/protocol";
import type { Selectable } from "kysely";
import type { ArtifactState } from "../artifacts/artifact.js";
import type { Attachment } from "../attachments/store.js";
import type { Incident } from "../incidents/incident.js";
import type { NoteRow } from "../notes/schema.js";

/** What can happen to an object: the member `operation_type` of action messages (soar-protocol §2.7). */
export type EventChange = "created" | "modified" | "deleted";

/** The objects whose changes rules are asked about, each as it is stored. */
export interface EventStates {
  readonly incident: Incident;
  readonly artifact: ArtifactState;
  readonly note: Selectable<NoteRow>;
  readonly attachment: Attachment;
}
export type EventObjectType = keyof EventStates;

/** An object as it was stored at some moment. */
export type ObjectState = { readonly [Type in EventObjectType]: { readonly type: Type; readonly id: number; readonly state: EventStates[Type] } }[EventObjectType];

/** A change that is queued for the rules. */
export interface QueuedEvent {
  readonly id: number;
  readonly incidentId: number;
  readonly objectType: EventObjectType;
  readonly objectId: number;
  /** Null for the run of a menu item that waits for its script. */
  readonly change: EventChange | null;
  readonly before: ObjectState | null;
  readonly after: ObjectState | null;
  /** Who made the change. */
  readonly principal: PrincipalDTO;
  /** Ids of the rules that led to it, oldest first. */
  readonly chain: readonly number[];
  /** Ids of the rules that saw this change already, while they were asked about the event that caused it. */
  readonly skip: readonly number[];
  readonly created: number;
  readonly progress: EventProgress | null;
}

/** How far the rules of an event have come; written when a script has to run before it goes on. */
export interface EventProgress {
  /** Ids of the rules that are still to be asked, in their order. */
  readonly rules: readonly number[];
  /** The run that is in the middle of its activities: the script at `next` runs now. */
  readonly run: { readonly id: number; readonly rule: number; readonly next: number } | null;
  /** Rules of this event that changed its object, oldest first. */
  readonly setters: readonly number[];
  /** The object as the next rule sees it. */
  readonly now: ObjectState | null;
  readonly outcomes: readonly RuleOutcome[];
  /** What a person gave a menu item; set for the run of one. */
  readonly menu?: { readonly objectName: string; readonly labels: Readonly<Record<string, unknown>>; readonly ids: Readonly<Record<string, unknown>> } | undefined;
}

/** Why a rule ran or did not (console.md §3A.11). */
export type RuleOutcomeCode =
  /** It ran; see its run. */
  | "ran"
  /** Its conditions do not hold. */
  | "conditions"
  /** None of the fields that it asks about changed. */
  | "unrelated"
  /** It is one of the rules that led to the change. */
  | "loop"
  /** Too many rules have led to each other. */
  | "depth"
  /** It saw the change already, with the event that caused it. */
  | "seen"
  /** Its conditions cannot be asked. */
  | "broken";

/** What became of one rule for one event. */
export interface RuleOutcome {
  readonly rule: { readonly id: number; readonly name: string };
  readonly code: RuleOutcomeCode;
  /** Its run in the action status. */
  readonly run?: number;
  /** Every condition with the values that it was asked about, in words. */
  readonly reasons?: readonly { readonly ok: boolean; readonly text: string }[];
}
