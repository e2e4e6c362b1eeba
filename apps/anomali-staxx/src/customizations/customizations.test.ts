import { renderExport } from "@soarkit/app-sdk";
import { artifactTypes } from "@soarkit/indicators";
import { BpmnModdle } from "bpmn-moddle";
import { describe, expect, it } from "vitest";
import { createStaxxApp } from "../app.js";
import { activityFieldUuids, activityValueUuids, destinationUuid, functionUuids, inputUuids, inputValueUuids, ruleUuids, workflowUuids } from "./uuids.js";

const app = createStaxxApp();
const document = renderExport(app);
const fields = new Map((document.fields ?? []).map((field) => [field.export_key, field]));

describe("the app's export document", () => {
  it("carries the identities that the original published", () => {
    expect(document.message_destinations).toEqual([expect.objectContaining({ programmatic_name: "fn_anomali_staxx", uuid: destinationUuid, destination_type: 0, expect_ack: true })]);
    expect(Object.fromEntries((document.functions ?? []).map((one) => [one.name, one.uuid]))).toEqual(functionUuids);
    expect(Object.fromEntries((document.actions ?? []).map((one) => [one.name, one.uuid]))).toMatchObject(ruleUuids);
    expect(Object.fromEntries((document.workflows ?? []).map((one) => [one.programmatic_name, one.uuid]))).toMatchObject(workflowUuids);
    for (const [name, uuid] of Object.entries(inputUuids)) expect(fields.get(`__function/${name}`)?.uuid).toBe(uuid);
    for (const [name, uuid] of Object.entries(activityFieldUuids)) expect(fields.get(`actioninvocation/${name}`)?.uuid).toBe(uuid);
  });

  it("carries the published identities of the values of selects", () => {
    const uuids = (field: string): Record<string, string | null | undefined> => Object.fromEntries((fields.get(field)?.values ?? []).map((value) => [value.label, value.uuid]));
    for (const [name, published] of Object.entries(inputValueUuids)) expect(uuids(`__function/${name}`)).toEqual(published);
    for (const [name, published] of Object.entries(activityValueUuids)) expect(uuids(`actioninvocation/${name}`)).toEqual(published);
    const xml = document.workflows?.find((one) => one.programmatic_name === "example_staxx_indicator_import")?.content?.xml;
    expect(xml).toContain(`"select_value":"${inputValueUuids.staxx_tlp.RED}"`);
  });

  it("ships the documented inputs with their types", () => {
    const types = (name: string): unknown[] => Object.entries(app.functions.find((one) => one.name === name)?.inputs ?? {}).map(([input, declared]) => [input, declared.type]);
    expect(types("staxx_query")).toEqual([["staxx_indicator", "text"], ["staxx_max_results", "number"]]);
    expect(types("staxx_import").slice(0, 6)).toEqual([
      ["staxx_auto_approve", "select"], ["staxx_confidence", "text"], ["staxx_indicator", "text"], ["staxx_indicator_type", "select"], ["staxx_severity", "select"], ["staxx_tlp", "select"],
    ]);
    expect(fields.has("__function/staxx_confidence_lvl")).toBe(false);
    expect(fields.get("__function/staxx_max_results")).toMatchObject({ tooltip: "specify a maximum number of results to return, default is 10" });
  });

  it("asks in the import's dialog for what an import needs", () => {
    const selected = (name: string): unknown => fields.get(`actioninvocation/${name}`)?.values?.find((value) => value.default)?.label;
    expect(["auto_approve", "indicator_type", "severity_level", "tlp_color"].map(selected)).toEqual(["no", "adware", "low", undefined]);
    for (const name of ["auto_approve", "confidence_level", "indicator_type", "severity_level", "tlp_color"]) expect(fields.get(`actioninvocation/${name}`)?.required).toBe("always");
    expect(fields.get("actioninvocation/confidence_level")).toMatchObject({ input_type: "text", placeholder: "50" });
    expect(fields.get("actioninvocation/indicator_type")?.values).toHaveLength(18);
    for (const name of ["staxx_force", "staxx_max_results"]) expect(fields.get(`actioninvocation/${name}`)?.required).toBeNull();
  });

  it("offers the rules only on artifact types that can be sent, and on the two whose refusal the note explains", () => {
    for (const rule of (document.actions ?? []).filter((one) => one.object_type === "artifact")) {
      expect(rule).toMatchObject({ type: 1, enabled: true, object_type: "artifact", timeout_seconds: 86_400 });
      const offered = rule.conditions?.[0]?.value as string[];
      expect(rule.conditions).toEqual([{ evaluation_id: null, type: null, field_name: "artifact.type", method: "in", value: offered }]);
      for (const name of ["Password", "Email Attachment", "Malware Sample", "Log File", "Other File", "X509 Certificate File", "Email Body", "HTTP Request Header", "Mutex", "User Account", "File Name", "Port"]) expect(offered).not.toContain(name);
      for (const name of ["IP Address", "DNS Name", "URL", "Email Sender", "Malware SHA-256 Hash", "MAC Address", "File Path", "String"]) expect(offered).toContain(name);
      for (const type of artifactTypes) expect(offered.includes(type.name), type.name).toBe(type.rule !== "refuse" || ["MAC Address", "File Path"].includes(type.name));
    }
  });

  it("offers the import of all artifacts on incidents, with the same dialog", () => {
    const rule = (name: string) => document.actions?.find((one) => one.name === name);
    const all = rule("Example: Anomali Staxx Import All");
    expect(all).toMatchObject({ object_type: "incident", workflows: ["example_staxx_incident_import"], conditions: [], enabled: true });
    expect(all?.view_items).toEqual(rule("Example: Anomali Staxx Import")?.view_items);
    expect(document.workflows?.find((one) => one.programmatic_name === "example_staxx_incident_import")).toMatchObject({ object_type: "incident" });
  });

  it("has workflows that a BPMN reader accepts, with the step's function and scripts inside", async () => {
    for (const workflow of document.workflows ?? []) {
      const xml = workflow.content?.xml ?? "";
      const read = await new BpmnModdle({}).fromXML(xml);
      expect(read.warnings).toEqual([]);
      expect(xml).toContain(workflow.programmatic_name === "example_staxx_indicator_search" ? functionUuids.staxx_query : functionUuids.staxx_import);
      expect(xml).toContain("incident.addNote");
    }
  });
});
