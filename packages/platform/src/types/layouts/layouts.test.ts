import type { LayoutDTO, LayoutItemDTO } from "@soarkit/protocol";
import { describe, expect, it } from "vitest";
import { usePlatform, type TestRequest } from "../../platform.test-kit.js";

const kit = usePlatform();
const ask = (path: string, request: TestRequest = {}) => kit.call(`${kit.org}${path}`, request);
const layout = async (id: number) => (await ask(`/layouts/${id}`)).json as LayoutDTO;
const save = (id: number, body: unknown) => ask(`/layouts/${id}`, { method: "PUT", body });
const field = (content: string) => ({ element: "field", content });
const section = (step_label: string, names: string[], more: object = {}) => ({ element: "section", step_label, fields: names.map(field), ...more });

describe("layouts", () => {
  it("begin as the pages are, and are found by the type of object", async () => {
    const all = (await ask("/layouts?type=0")).json as LayoutDTO[];
    expect(all.map(({ id, name, export_key, vers }) => [id, name, export_key, vers])).toEqual([[1, "New Incident Wizard", "NEW_INCIDENT_WIZARD/incident/null", 1], [2, "Incident Tabs", "INCIDENT_TABS/incident/null", 1]]);
    expect(all[0]!.content.map((block) => block.fields.map((item) => item.content))).toEqual([["name", "discovered_date", "severity_code", "incident_type_ids", "description"]]);
    expect((await ask("/layouts?type=4")).json).toEqual([]);
    expect((await ask("/layouts/3")).status).toBe(404);
  });

  it("are saved by whoever saw the last version", async () => {
    const { vers } = await layout(1);
    const first = await save(1, { vers, content: [section("Describe", ["name", "workspace"])] });
    expect([first.status, first.json.vers]).toEqual([200, vers + 1]);
    const late = await save(1, { vers, content: [section("Mine", ["name"])] });
    expect([late.status, late.json.code]).toEqual([409, "OBJECT_CHANGED"]);
    await kit.restart();
    expect((await layout(1)).content[0]!.step_label).toBe("Describe");
  });

  it("refuse what no page could show, and leave everything as it was", async () => {
    const before = await layout(1);
    const { vers } = before;
    const wrong = [
      { content: [] }, { content: [section("", ["name"])] }, { content: [section("x\ny", [])] }, { content: [section("x".repeat(101), [])] }, { content: [section("One", ["nothing"])] },
      { content: [section("One", ["name", "name"])] }, { content: [section("One", ["name"]), section("Two", ["name"])] }, { content: [section("One", [], { show_if: [{ field: "nothing", condition: "equals", value: 1 }] })] },
      { content: [section("One", [], { show_if: [{ field: "name", condition: "like", value: 1 }] })] }, { content: "x" }, { content: Array.from({ length: 51 }, (_, at) => section(`S ${at}`, [])) }, { content: [{ element: "html", content: "<script>" }] },
    ];
    for (const body of wrong) expect([body, (await save(1, { vers, ...body })).status]).toEqual([body, 400]);
    expect((await save(1, { content: [section("One", ["name"])] })).status).toBe(400);
    expect(await layout(1)).toEqual(before);
    const hostile = `<img src=x onerror=alert(1)> \u202e{{7*7}}`;
    expect((await save(1, { vers, content: [section(hostile, ["name"])] })).json.content[0].step_label).toBe(hostile);
  });

  it("forget fields that were deleted, and travel in exports with their conditions", async () => {
    await ask("/types/incident/fields", { body: { name: "region", input_type: "text", text: "Region" } });
    const { vers } = await layout(1);
    const show_if = [{ field: "name", condition: "equals", value: "storm" }];
    expect((await save(1, { vers, content: [section("Describe", ["name", "properties.region"]), section("Where", ["city"], { show_if })] })).status).toBe(200);
    const document = (await ask("/configurations/exports", { body: {} })).json as { layouts: LayoutDTO[] };
    const other = await layout(1);
    await save(1, { vers: other.vers, content: [section("Other", ["name"])] });
    const staged = (await ask("/configurations/imports", { body: { layouts: document.layouts } })).json;
    expect((await ask(`/configurations/imports/${staged.id}`, { method: "PUT", body: { ...staged, status: "ACCEPTED" } })).json).toMatchObject({ status: "ACCEPTED", messages: [] });
    const back = await layout(1);
    expect(back.content.map(({ step_label, show_if: shown, fields }: LayoutItemDTO) => [step_label, shown, fields.map((item) => item.content)])).toEqual([["Describe", null, ["name", "properties.region"]], ["Where", show_if, ["city"]]]);
    await ask("/types/incident/fields/region", { method: "DELETE" });
    expect((await layout(1)).content[0]!.fields.map((item) => item.content)).toEqual(["name"]);
  });
});
