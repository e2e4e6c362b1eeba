import type { ConditionDTO } from "@soarkit/protocol";
import { describe, expect, it } from "vitest";
import { conditionText } from "./condition-text.js";

const condition = (field: string | null, method: string, value: unknown, id: number | null = null): ConditionDTO => ({ evaluation_id: id, field_name: field, method, type: null, value });
const isHigh = condition("incident.severity_code", "equals", "High", 2);
const isVip = condition("incident.properties.vip", "equals", true, 3);
const isNew = condition(null, "object_added", null, 1);

describe("conditionText", () => {
  it("joins conditions as the rule joins them", () => {
    expect(conditionText({ conditions: [isHigh, isVip], logic_type: "all" })).toBe("incident.severity_code equals High and incident.properties.vip equals yes");
    expect(conditionText({ conditions: [isHigh, isVip], logic_type: "any" })).toBe("incident.severity_code equals High or incident.properties.vip equals yes");
    expect(conditionText({ conditions: [isNew, isHigh], logic_type: "advanced", custom_condition: "1 AND 2" })).toBe("1 AND 2 (1: The object was created; 2: incident.severity_code equals High)");
  });

  it("says always when there is none", () => {
    expect(conditionText({ conditions: [], logic_type: "all" })).toBe("always");
  });

  it("names lists and script conditions", () => {
    expect(conditionText({ conditions: [condition("artifact.type", "in", ["IP Address", "URL"])] })).toBe("artifact.type is one of IP Address, URL");
    expect(conditionText({ conditions: [condition(null, "script", { final_expression_text: "workflow.properties.out.success" })] })).toBe("The script says workflow.properties.out.success");
  });

  it("keeps a method it does not know", () => {
    expect(conditionText({ conditions: [condition("incident.name", "sounds_like", "x")] })).toBe("incident.name sounds_like x");
  });
});
