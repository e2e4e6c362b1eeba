import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LoadPreview } from "./preview.js";
import type { LoadView } from "./load-view.js";
import { startLoadKit, type LoadKit } from "./loads.test-kit.js";

let kit: LoadKit;
beforeAll(async () => {
  kit = await startLoadKit();
});
afterAll(() => kit.stop());

const unknownHeader = "Kennung;Confidence;Bemerkung\n45.33.2.79;90;c2 of theirs\n8.8.8.8;80;seen\nnothing at all;1;\n";

describe("the preview of a file", () => {
  it("of a CSV file whose value column nobody knows shows the columns with examples and what is missing", async () => {
    const preview = await kit.preview("partner.csv", unknownHeader);
    expect(preview).toMatchObject({ rows: [], problem: expect.stringContaining("no column holds values") as string });
    expect(preview.columns).toEqual([
      { name: "Kennung", examples: ["45.33.2.79", "8.8.8.8", "nothing at all"] },
      { name: "Confidence", examples: ["90", "80", "1"] },
      { name: "Bemerkung", examples: ["c2 of theirs", "seen"] },
    ]);
  });

  it("takes the columns by hand, marks well-known values, and says what is left out", async () => {
    const answer = await kit.send("POST", "/api/hub/loads?name=partner.csv", { authorization: "Bearer local-token-of-the-test", "content-type": "text/csv" }, unknownHeader);
    const { id } = JSON.parse(answer.body) as LoadView;
    const preview = JSON.parse((await kit.call("POST", `/api/hub/loads/${id}/preview`, { map: { value: "Kennung", tags: "Bemerkung" } })).body) as LoadPreview;
    expect(preview).toMatchObject({ values: 2, remarked: 1, whole: true, left_out_total: 1, columns: [{ name: "Kennung", field: "value" }, { name: "Confidence", field: "confidence" }, { name: "Bemerkung", field: "tags" }] });
    expect(preview.rows).toMatchObject([{ value: "45.33.2.79", confidence: 90, detail: "c2 of theirs", warnings: [] }, { value: "8.8.8.8", threat_type: "suppress", confidence: 0, warnings: [expect.stringContaining("Public DNS resolvers")] }]);
    expect((await kit.call("POST", `/api/hub/loads/${id}/preview`, { map: { wrong: "Kennung" } })).status).toBe(400);
  });

  it("needs no columns for a CSV file without header whose values are recognised", async () => {
    expect(await kit.preview("list.csv", "45.33.2.79,90\n45.33.2.80,90\n")).toMatchObject({ values: 2, columns: [] });
  });
});

describe("a file that is not started, and a load that stopped", () => {
  it("stand in the list; the file is removed whole, the load stays as cancelled and cannot go on", async () => {
    const answer = await kit.send("POST", "/api/hub/loads?name=a.txt", { authorization: "Bearer local-token-of-the-test", "content-type": "text/plain" }, "45.33.2.79");
    const { id } = JSON.parse(answer.body) as LoadView;
    const list = async () => (JSON.parse((await kit.call("GET", "/api/hub/loads")).body) as { entities: LoadView[] }).entities.map((load) => `${load.id} ${load.state}`);
    expect(await list()).toContain(`${id} uploaded`);
    expect((await kit.call("DELETE", `/api/hub/loads/${id}`)).status).toBe(204);
    expect((await kit.call("GET", `/api/hub/loads/${id}`)).status).toBe(404);

    const rows = Array.from({ length: 30_000 }, (_, row) => `host-${row}.of-a-large-feed.com`).join("\n");
    const { id: large } = JSON.parse((await kit.load("large.csv", `value\n${rows}`)).body) as LoadView;
    expect((await kit.call("DELETE", `/api/hub/loads/${large}`)).body).toContain("stop it first");
    const stopped = JSON.parse((await kit.call("POST", `/api/hub/loads/${large}/stop`)).body) as LoadView;
    expect(stopped.state).toBe("stopped");
    expect((await kit.call("DELETE", `/api/hub/loads/${large}`)).status).toBe(204);
    expect(await list()).toContain(`${large} cancelled`);
    expect((await kit.call("POST", `/api/hub/loads/${large}/resume`)).status).toBe(409);
    expect((await kit.call("DELETE", `/api/hub/loads/${large}`)).body).toContain("its file is gone already");
  });
});
