import type { FieldDefDTO, IncidentDTO } from "@soarkit/protocol";
import { expect, it } from "vitest";
import { failureText, patchOf } from "./changes.js";
import { newIncidentBody } from "./new-incident-draft.js";

it("patches from the version and values that the list showed", () => {
  const incident = { id: 2101, vers: 7, owner_id: { id: 3, name: "a@example.org" }, severity_code: null } as unknown as IncidentDTO;
  expect(patchOf(incident, { owner_id: 4, severity_code: 6 })).toEqual({
    version: 7,
    changes: [
      { field: "owner_id", old_value: { object: 3 }, new_value: { object: 4 } },
      { field: "severity_code", old_value: { object: null }, new_value: { object: 6 } },
    ],
  });
});

it("says what somebody else changed meanwhile", () => {
  expect(failureText({ field_failures: [{ field: "owner_id" }] })).toContain("owner_id");
  expect(failureText({ message: "resolution_id is required to close." })).toBe("resolution_id is required to close.");
});

it("sends a description as text, custom fields in their container, and nothing that is empty", () => {
  const field = (name: string, input_type: FieldDefDTO["input_type"], prefix: string | null = null) => ({ name, input_type, prefix }) as FieldDefDTO;
  const fields = [field("name", "text"), field("description", "textarea"), field("case_ref", "text", "properties"), field("severity_code", "select")];
  expect(newIncidentBody(fields, { name: "A", description: "<b>x</b>", case_ref: "T-77", severity_code: null })).toEqual({
    name: "A",
    description: { format: "text", content: "<b>x</b>" },
    properties: { case_ref: "T-77" },
  });
});
