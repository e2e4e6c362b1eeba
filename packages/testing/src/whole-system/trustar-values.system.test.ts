import { describe, expect, it } from "vitest";
import { useTrustar } from "../index.js";

const hostileName = `<img src=x onerror="alert('1')"> & <script>alert(2)</script> Zürich 東京 𝒳 🦄 O'Brien`;

describe("hostile and unusual values go through the TruSTAR app unchanged and harmless", () => {
  const system = useTrustar();

  it("markup and any script in names and values are text in the report, in the notes and as artifacts", async () => {
    const host = "bücher-münchen.powerpool-report.org";
    const link = "http://evil.powerpool-report.com/a?q=%3Cscript%3E&b='x'";
    await system.foreignReport(hostileName, `${host} <script>alert(3)</script> "><img src=x onerror=alert(4)> ${link} 203.0.113.91`);
    const incident = await system.incident(hostileName, {
      workspace: "Demo",
      description: { format: "html", content: "<p>Seen &lt;here&gt; <b>東京</b></p><script>alert(5)</script>" },
      artifacts: [{ type: "DNS Name", value: host, description: "<b onclick=alert(6)>bold</b>" }],
    });
    const [message] = await system.ended(incident.id, "CaseCreated");
    expect(message?.error).toBeNull();
    expect(message?.outcome).toBe("completed");
    const report = await system.report(incident.id);
    expect(report?.title).toBe(`Resilient Incident ${incident.id}: ${hostileName}`);
    expect(report?.reportBody).toContain(`Name: ${hostileName}`);
    expect(report?.reportBody).toContain("Description: Seen <here> 東京");
    expect(report?.reportBody).toContain(`Value: ${host}`);
    expect(report?.reportBody).not.toContain("onclick");
    const values = (await system.artifacts(incident.id)).map(({ value }) => value);
    expect(values).toContain("203.0.113.91");
    expect(values.some((value) => value.startsWith("http://evil.powerpool-report.com/a?q="))).toBe(true);
    const notes = (await system.notes(incident.id)).join("\n");
    expect(notes).toContain("203.0.113.91");
    expect(notes).not.toMatch(/<(script|img)|\son\w+\s*=/i);
    for (const [, href] of notes.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/constellation\/reports\/[\w%+/=-]+$/);
  });

  it("notes longer than a report may be: the report is shortened, says so, and keeps what comes first", async () => {
    const incident = await system.incident("Long notes", { workspace: "Demo" });
    await system.ended(incident.id, "CaseCreated");
    const long = `first words ${"東京 wörter 🦄 ".repeat(9_000)}`;
    for (let note = 0; note < 12; note += 1) await system.client.post(`/incidents/${incident.id}/comments`, { text: { format: "text", content: `${note}: ${long}` } });
    await system.client.getPut<Record<string, unknown>>(`/incidents/${incident.id}`, (one) => ({ ...one, plan_status: "C", resolution_id: 10, resolution_summary: "done" }));
    const [message] = await system.ended(incident.id, "UpdateIncident");
    expect(message?.error).toBeNull();
    expect(message?.outcome).toBe("completed");
    const body = (await system.report(incident.id))?.reportBody ?? "";
    expect(body).toContain("Resolution Summary: done");
    expect(body).toContain("Note: 0: first words 東京");
    expect(body).toMatch(/shortened/i);
    expect(body.length).toBeLessThanOrEqual(1_000_000);
    expect(body).not.toContain("\uFFFD");
  });

  it("an incident of nothing but its name is a report too", async () => {
    const incident = await system.incident("🦄", { workspace: "Demo" });
    expect((await system.ended(incident.id, "CaseCreated"))[0]?.outcome).toBe("completed");
    expect((await system.report(incident.id))?.title).toBe(`Resilient Incident ${incident.id}: 🦄`);
  });
});
