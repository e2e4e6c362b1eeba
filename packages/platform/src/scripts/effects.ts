import { SoarkitError, type NoteSourceDTO, type PrincipalDTO, type TextContent } from "@soarkit/protocol";
import type { Cause, Principal } from "../accounts/principal.js";
import { everyWorkspace } from "../accounts/workspaces/rights.js";
import type { HitInput } from "../artifacts/hit-input.js";
import type { PlatformTransaction } from "../database.js";
import type { ScriptEffect } from "./script-effects.js";

/** What effects are written with: the rooms of incidents, artifacts and notes. */
export interface EffectTargets {
  readonly incidents: {
    /** Fields by name or path, selects by label. */
    setFields(trx: PlatformTransaction, id: number, changes: Readonly<Record<string, unknown>>, principal: Principal): Promise<unknown>;
  };
  readonly artifacts: {
    create(
      trx: PlatformTransaction,
      incidentId: number,
      artifact: { type: string | number; value: string; description?: TextContent | null },
      principal: Principal,
    ): Promise<readonly { readonly id: number }[]>;
    /** All of them are one change of the artifact. */
    addHits(trx: PlatformTransaction, artifactId: number, hits: readonly HitInput[], principal: Principal): Promise<unknown>;
    setFields(trx: PlatformTransaction, artifactId: number, changes: Readonly<Record<string, unknown>>, principal: Principal): Promise<unknown>;
  };
  readonly notes: {
    add(trx: PlatformTransaction, incidentId: number, note: { text: TextContent; parentId?: number; source?: NoteSourceDTO }, principal: Principal): Promise<unknown>;
  };
}

/** On whose behalf and where effects happen. */
export interface EffectScope {
  readonly incidentId: number;
  /** The object that the script worked on. */
  readonly object: { readonly type: string; readonly id: number };
  readonly principal: PrincipalDTO;
  /** The rules that led to it. */
  readonly cause: Cause | undefined;
  /** What notes name as their source. */
  readonly source: NoteSourceDTO;
}

/**
 * Writes what a script asked for, in the order it asked, then its hits and fields in one change each, inside the caller's transaction.
 * @returns the workflow properties that the script set
 * @throws SoarkitError EFFECT_INVALID, and whatever the objects refuse (VALUE_INVALID, OBJECT_UNKNOWN, …); the caller
 * then rolls back.
 */
export async function applyEffects(trx: PlatformTransaction, targets: EffectTargets, effects: readonly ScriptEffect[], scope: EffectScope): Promise<Record<string, unknown>> {
  const principal = actingPrincipal(scope.principal, scope.cause);
  const properties: Record<string, unknown> = {};
  const hits: HitInput[] = [];
  const changes = new Map<"incident" | "artifact", Record<string, unknown>>();
  for (const effect of effects) {
    switch (effect.kind) {
      case "add_note":
        if (effect.target === "task") throw missing("notes of tasks");
        await targets.notes.add(trx, scope.incidentId, { text: effect.text, source: scope.source, ...(effect.target === "note" ? { parentId: scope.object.id } : {}) }, principal);
        break;
      case "add_artifact": {
        const made = await targets.artifacts.create(trx, scope.incidentId, { type: effect.type, value: effect.value, description: effect.description }, principal);
        for (const artifact of made) await targets.artifacts.addHits(trx, artifact.id, effect.hits.map(hitOf), principal);
        break;
      }
      case "add_hit":
        hits.push(hitOf(effect));
        break;
      case "set_field": {
        if (effect.object !== "incident" && effect.object !== "artifact") throw missing(`changing fields of a ${effect.object}`);
        changes.set(effect.object, { ...changes.get(effect.object), [effect.field]: effect.value });
        break;
      }
      case "workflow_property":
        properties[effect.name] = effect.value;
        break;
      case "add_task":
        throw missing("tasks");
      case "add_milestone":
        throw missing("milestones");
    }
  }
  if (hits.length > 0) await targets.artifacts.addHits(trx, objectId(scope, "artifact"), hits, principal);
  const incident = changes.get("incident");
  if (incident !== undefined) await targets.incidents.setFields(trx, scope.incidentId, incident, principal);
  const artifact = changes.get("artifact");
  if (artifact !== undefined) await targets.artifacts.setFields(trx, objectId(scope, "artifact"), artifact, principal);
  return properties;
}

function hitOf(hit: { name: string; properties: { name: string; type: string; value?: unknown }[] }): HitInput {
  return { name: hit.name, properties: hit.properties.map(({ name, type, value }) => ({ name, type, value: value ?? null })) };
}

/** Whoever started the workflow or rule acts; what they may do was checked when they started it. */
export function actingPrincipal(principal: PrincipalDTO, cause: Cause | undefined): Principal {
  const kind = principal.type === "user" ? "user" : principal.type === "apikey" ? "api_key" : "local";
  return { id: principal.id, kind, name: principal.name, displayName: principal.display_name, permissions: new Set(), workspaces: everyWorkspace, cause };
}

function objectId(scope: EffectScope, type: string): number {
  if (scope.object.type !== type) throw new SoarkitError("EFFECT_INVALID", { reason: `the script works on an object of type ${scope.object.type}, not on an ${type}` });
  return scope.object.id;
}

function missing(what: string): SoarkitError {
  return new SoarkitError("EFFECT_INVALID", { reason: `this platform has no ${what}` });
}
