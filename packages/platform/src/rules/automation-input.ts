import { SoarkitError } from "@soarkit/protocol";
import type { PlatformTransaction } from "../database.js";
import { findScript } from "../scripts/store.js";
import type { FieldDefinition } from "../types/field-definition.js";
import { findField, type Fields } from "../types/fields.js";
import { readAutomation, type Automation } from "./automations.js";

/** Members of an artifact that a rule can set. */
const settable: ReadonlySet<string> = new Set(["type", "value", "description", "relating"]);

/**
 * The automations of a rule as they are stored: object types, fields and scripts by name, values of selects by label.
 * What this platform does not carry out is kept as it came; the rule says so when it is to run.
 * @throws SoarkitError `REQUEST_INVALID` for a field or script that does not exist or does not fit.
 */
export async function ruleAutomations(trx: PlatformTransaction, fields: Pick<Fields, "list">, rule: { readonly name: string; readonly objectType: string }, given: readonly unknown[]): Promise<unknown[]> {
  const stored: unknown[] = [];
  for (const item of given) {
    if (typeof item !== "object" || item === null || !("type" in item) || typeof item.type !== "string") {
      throw invalid(rule.name, 'every automation is an object with a type. Send {"type": "modify_field", …} or {"type": "run_script", …}.');
    }
    for (const automation of readAutomation(item)) stored.push(automation.kind === "refused" ? item : await named(trx, fields, rule, automation));
  }
  return stored;
}

async function named(trx: PlatformTransaction, fields: Pick<Fields, "list">, rule: { readonly name: string; readonly objectType: string }, automation: Exclude<Automation, { kind: "refused" }>): Promise<unknown> {
  if (automation.kind === "script") {
    const { script: handle } = automation;
    const script = typeof handle === "number" ? await findScript(trx, { id: handle }) : ((await findScript(trx, { name: handle })) ?? (await findScript(trx, { uuid: handle })));
    if (script === undefined) throw invalid(rule.name, `there is no script ${String(handle).slice(0, 200)}; create it first.`);
    if (script.objectType !== rule.objectType) throw invalid(rule.name, `the script ${script.name} works on ${script.objectType} objects, the rule on ${rule.objectType} ones; choose another script.`);
    return { type: "run_script", scripts_to_run: script.name, value: null };
  }
  const { objectType, field: name, value } = automation;
  const fits = objectType === "incident" || (objectType === "artifact" && rule.objectType === "artifact");
  if (!fits) throw invalid(rule.name, `it sets the field ${name} of the ${objectType}; set fields of the incident${rule.objectType === "artifact" ? " or of the artifact" : ""}.`);
  if (objectType === "artifact") {
    if (!settable.has(name)) throw invalid(rule.name, `the field ${name} of an artifact cannot be set; set one of ${[...settable].join(", ")}.`);
    return { type: "modify_field", type_id: objectType, field: name, operation: "set_field", value };
  }
  const field = findField(await fields.list(objectType, trx), /^\d+$/.test(name) ? Number(name) : name);
  if (field === undefined) throw invalid(rule.name, `incidents have no field ${name.slice(0, 200)}; create it first.`);
  return { type: "modify_field", type_id: objectType, field: field.name, operation: "set_field", value: Array.isArray(value) ? value.map((each) => labelOf(field, each)) : labelOf(field, value) };
}

function labelOf(field: FieldDefinition, value: unknown): unknown {
  return typeof value === "number" ? (field.values.find((candidate) => candidate.value === value)?.label ?? value) : value;
}

function invalid(rule: string, reason: string): SoarkitError {
  return new SoarkitError("REQUEST_INVALID", { what: `The rule ${rule}`, reason });
}
