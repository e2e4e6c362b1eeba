import { textOf, type StixObject } from "./objects.js";

/** Objects by id, and who is related to whom. */
export interface StixContext {
  readonly byId: ReadonlyMap<string, StixObject>;
  /** Ids on the other side of an object's relationships. */
  readonly related: ReadonlyMap<string, readonly string[]>;
}

/** Puts objects in reach of each other; of several versions of one, the latest counts. */
export function contextOf(objects: readonly StixObject[]): StixContext {
  const byId = new Map<string, StixObject>();
  for (const object of objects) {
    if (object.id !== "" && textOf(object, "modified") >= textOf(byId.get(object.id) ?? {}, "modified")) byId.set(object.id, object);
  }
  const related = new Map<string, string[]>();
  const add = (from: string, to: string): void => {
    const known = related.get(from);
    if (known === undefined) related.set(from, [to]);
    else if (!known.includes(to)) known.push(to);
  };
  for (const object of byId.values()) {
    if (object.type !== "relationship" || object.revoked === true) continue;
    const [source, target] = [textOf(object, "source_ref"), textOf(object, "target_ref")];
    add(source, target);
    add(target, source);
  }
  return { byId, related };
}

/** What an indicator is about. */
export interface Subject {
  /** Names of threat actors and intrusion sets. */
  readonly actors: readonly string[];
  readonly campaigns: readonly string[];
  /** Malware and tools that it stands for. */
  readonly malware: readonly StixObject[];
  readonly infrastructure: readonly StixObject[];
}

/** What an object is related to, directly or through the malware, infrastructure or campaign that it stands for. */
export function subjectOf(id: string, { byId, related }: StixContext): Subject {
  const reach = (from: string): StixObject[] =>
    (related.get(from) ?? []).map((other) => byId.get(other)).filter((object) => object !== undefined); // prettier-ignore
  const near = reach(id);
  const steps = near.filter(({ type }) => type === "malware" || type === "infrastructure" || type === "campaign" || type === "tool");
  const far = steps.flatMap((step) => reach(step.id));
  const names = (objects: readonly StixObject[], ...types: readonly string[]): string[] =>
    [...new Set(objects.filter(({ type }) => types.includes(type)).map((object) => textOf(object, "name")).filter((name) => name !== ""))]; // prettier-ignore
  return {
    actors: names([...near, ...far], "threat-actor", "intrusion-set"),
    campaigns: names([...near, ...far], "campaign"),
    malware: near.filter(({ type }) => type === "malware" || type === "tool"),
    infrastructure: near.filter(({ type }) => type === "infrastructure"),
  };
}
