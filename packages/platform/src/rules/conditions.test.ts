import { SoarkitError, type ConditionDTO } from "@soarkit/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conditionMethods } from "./condition-methods.js";
import { checkConditions, conditionHolds, evaluateConditions, subjectOf, type ConditionSet, type ConditionSubject } from "./conditions.js";
import { parseCustomCondition, type LogicTree } from "./custom-condition.js";

const now = 1_700_000_000_000;

function condition(method: string, value: unknown, field: string | null = "incident.field", id: number | null = null): ConditionDTO {
  return { evaluation_id: id, field_name: field, method, type: null, value };
}

function subject(field: unknown, previous?: unknown, change?: ConditionSubject["change"]): ConditionSubject {
  return subjectOf({ objects: { incident: { field } }, previous: { incident: { field: previous } }, main: "incident", now, change });
}

describe("condition methods", () => {
  it.each([
    ["equals", "Phishing", "phishing", true],
    ["equals", "Phishing", "Phish", false],
    ["equals", null, "", true],
    ["equals", { format: "html", content: "<b>Odd</b> login" }, "odd LOGIN", true],
    ["equals", ["a", "B"], ["b", "A"], true],
    ["equals", ["a", "b"], ["a"], false],
    ["equals", true, "Yes", true],
    ["equals", 4, "4", true],
    ["not_equals", null, "High", true],
    ["contains", "Odd login from home", "LOGIN", true],
    ["contains", ["Malware", "Phishing"], "phishing", true],
    ["contains", null, "x", false],
    ["not_contains", "Odd login", "logout", true],
    ["in", "IP Address", ["IP Address", "URL"], true],
    ["in", "DNS Name", ["IP Address", "URL"], false],
    ["not_in", "DNS Name", ["IP Address"], true],
    ["gt", 5, 4, true],
    ["gt", 4, 4, false],
    ["gte", 4, 4, true],
    ["lt", "3", 4, true],
    ["lte", null, 4, false],
    ["has_a_value", { format: "html", content: "<br>" }, null, false],
    ["has_a_value", 0, null, true],
    ["not_has_a_value", [], null, true],
    ["does_not_have_a_value", "x", null, false],
    ["contains_user", ["ana@example.com"], "ANA@example.com", true],
    ["due_within", now + 3_600_000, 1, true],
    ["due_within", now + 90_000_000, 1, false],
    ["overdue_by", now - 90_000_000, 1, true],
  ])("%s of %j and %j is %s", (method, current, wanted, expected) => {
    expect(conditionHolds(condition(method, wanted), subject(current))).toBe(expected);
  });

  it.each([
    ["changed", "b", "a", null, true],
    ["changed", "A", "a", null, false],
    ["changed_to", "High", "Low", "high", true],
    ["changed_to", "High", "High", "High", false],
    ["changed_from", "High", "Low", "low", true],
    ["not_changed_to", "High", "High", "High", true],
    ["not_changed_from", "High", "Low", "Low", false],
    ["value_added", ["a", "b"], ["a"], "b", true],
    ["value_added", ["a", "b"], ["a", "b"], "b", false],
    ["value_removed", ["a"], ["a", "b"], "b", true],
  ])("%s: now %j, before %j, asked for %j is %s", (method, current, previous, wanted, expected) => {
    expect(conditionHolds(condition(method, wanted), subject(current, previous, "modified"))).toBe(expected);
  });

  it("knows additions and removals of the object itself", () => {
    expect(conditionHolds(condition("object_added", null, null), subject("x", undefined, "created"))).toBe(true);
    expect(conditionHolds(condition("object_added", null, null), subject("x", "y", "modified"))).toBe(false);
    expect(conditionHolds(condition("object_removed", null, null), subject("x", "x", "deleted"))).toBe(true);
  });

  it("holds no change where nothing changed", () => {
    for (const method of ["changed", "changed_to", "changed_from", "value_added", "value_removed", "object_added", "object_removed"]) {
      expect(conditionHolds(condition(method, "x"), subject("x", "y")), method).toBe(false);
    }
  });

  it("finds fields of the rule's own object, of others, and custom ones", () => {
    const objects = { incident: { severity_code: "High", properties: { vip: true } }, artifact: { type: "URL" } };
    const both = subjectOf({ objects, main: "artifact", now });
    expect(both.value("incident.severity_code")).toBe("High");
    expect(both.value("incident.properties.vip")).toBe(true);
    expect(both.value("type")).toBe("URL");
    expect(both.value("artifact.constructor")).toBeUndefined();
  });

  it("has for every method its opposite", () => {
    const anything = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string()));
    fc.assert(
      fc.property(anything, anything, fc.constantFrom("equals", "contains", "in", "has_a_value", "contains_user"), (current, wanted, method) => {
        const asked = (name: string): boolean => conditionHolds(condition(name, wanted), subject(current));
        expect(asked(`not_${method}`)).toBe(!asked(method));
      }),
    );
  });

  it("finds every value equal to itself, in a list of itself, and contained in itself", () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.oneof(fc.string(), fc.integer()), { minLength: 1 }));
    fc.assert(
      fc.property(value, (same) => {
        expect(conditionHolds(condition("equals", same), subject(same))).toBe(true);
        expect(conditionHolds(condition("in", [same].flat()), subject(same))).toBe(true);
      }),
    );
  });

  it("never throws, whatever the values", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(conditionMethods)), fc.anything(), fc.anything(), fc.anything(), (method, current, previous, wanted) => {
        expect(typeof conditionHolds(condition(method, wanted), subject(current, previous, "modified"))).toBe("boolean");
      }),
    );
  });
});

describe("joined conditions", () => {
  const facts = (...values: boolean[]): ConditionDTO[] => values.map((value, index) => condition("equals", value, "incident.field", index + 1));
  const yes = subject(true);

  it("joins all and any; none hold always", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1 }), async (values) => {
        expect(await evaluateConditions({ logic_type: "all", conditions: facts(...values) }, yes)).toBe(values.every(Boolean));
        expect(await evaluateConditions({ logic_type: "any", conditions: facts(...values) }, yes)).toBe(values.some(Boolean));
      }),
    );
    expect(await evaluateConditions({ logic_type: "any", conditions: [] }, yes)).toBe(true);
  });

  it.each([
    ["1 AND (2 OR 3)", [true, false, true], true],
    ["1 and 2 or 3", [false, true, true], true],
    ["1 AND (2 OR 3)", [false, true, true], false],
    ["NOT 1 AND 2", [false, true, false], true],
    ["NOT (1 AND 2)", [true, true, false], false],
    ["((3))", [false, false, true], true],
  ])("%s of %j is %s", async (custom_condition, values, expected) => {
    expect(await evaluateConditions({ logic_type: "advanced", conditions: facts(...values), custom_condition }, yes)).toBe(expected);
  });

  it("names conditions without evaluation_id by their place", async () => {
    const conditions = [condition("equals", false), condition("equals", true)];
    expect(await evaluateConditions({ logic_type: "advanced", conditions, custom_condition: "2" }, yes)).toBe(true);
  });

  it("computes what the same formula in JavaScript does", async () => {
    const leaf: fc.Arbitrary<LogicTree> = fc.integer({ min: 1, max: 4 }).map((id) => ({ kind: "condition", id }));
    const { tree } = fc.letrec<{ tree: LogicTree }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        leaf,
        tie("tree").map((part): LogicTree => ({ kind: "not", part })),
        fc.tuple(fc.constantFrom("and" as const, "or" as const), fc.array(tie("tree"), { minLength: 2, maxLength: 3 })).map(([kind, parts]): LogicTree => ({ kind, parts })),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(tree, fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()), async (logic, values) => {
        const set: ConditionSet = { logic_type: "advanced", conditions: facts(...values), custom_condition: written(logic) };
        expect(await evaluateConditions(set, yes)).toBe(computed(logic, values));
      }),
    );
  });

  it("never hangs or crashes on a formula, it reads or refuses it", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9()ANDORNT ]{0,80}$/), (text) => {
        try {
          parseCustomCondition(text, "the rule");
        } catch (error) {
          expect(error).toBeInstanceOf(SoarkitError);
        }
      }),
    );
    expect(() => parseCustomCondition("(".repeat(3000), "the rule")).toThrow(/nested deeper/);
  });

  it.each([
    ["1 AND", /ends where/],
    ["(1 OR 2", /never closed/],
    ["1 2", /character 3/],
    ["1 XOR 2", /XOR at character 3/],
    ["", /empty/],
    ["1 AND 9", /no condition 9/],
  ])("refuses the formula %j", (custom_condition, reason) => {
    expect(() => checkConditions({ logic_type: "advanced", conditions: facts(true, true), custom_condition }, "the rule X")).toThrow(reason);
  });

  it("refuses unknown methods and missing fields", () => {
    expect(() => checkConditions({ logic_type: "all", conditions: [condition("constructor", 1)] }, "the rule X")).toThrow(/the rule X.*method constructor/);
    expect(() => checkConditions({ logic_type: "all", conditions: [condition("equals", 1, null)] }, "the rule X")).toThrow(/field_name/);
    expect(() => checkConditions({ logic_type: "all", conditions: [condition("object_added", null, null)] }, "the rule X")).not.toThrow();
  });

  it("asks a script only when somebody can run it", async () => {
    const set: ConditionSet = { logic_type: "all", conditions: [condition("script", { script_text: "x" }, null)] };
    await expect(evaluateConditions(set, yes)).rejects.toThrow(/workflows only/);
    expect(await evaluateConditions(set, yes, () => Promise.resolve(true))).toBe(true);
  });
});

function written(tree: LogicTree): string {
  if (tree.kind === "condition") return String(tree.id);
  if (tree.kind === "not") return `NOT (${written(tree.part)})`;
  return tree.parts.map((part) => `(${written(part)})`).join(tree.kind === "and" ? " AND " : " or ");
}

function computed(tree: LogicTree, values: readonly boolean[]): boolean {
  if (tree.kind === "condition") return values[tree.id - 1]!;
  if (tree.kind === "not") return !computed(tree.part, values);
  return tree.kind === "and" ? tree.parts.every((part) => computed(part, values)) : tree.parts.some((part) => computed(part, values));
}
