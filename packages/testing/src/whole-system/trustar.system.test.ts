import { describe, expect, it } from "vitest";
import { until, useTrustar } from "../index.js";

const correlated = ["GET reports/RESILIENT{n}?idType=external", "GET reports/{guid}/indicators?pageNumber=0&pageSize=1000", expect.stringMatching(/^GET indicators\/related\?indicators=/)];
const looked = "GET reports/RESILIENT{n}?idType=external";
const update = [looked, "GET reports/{guid}", "PUT reports/{guid}?idType=internal"];
let count = 0;
/** A host that no other test knows. */
const host = (word: string): string => `${word}-${++count}.powerpool-report.com`;

describe("the use cases of the TruSTAR app", () => {
  const system = useTrustar({ trustar_account_1: { tag: "from soar" } });

  it("2 and 4, by hand: submitted with tag and deep link, and correlated indicators become artifacts of their types and one note", async () => {
    const [own, near] = [host("own"), host("near")];
    await system.foreignReport("Seen before", `${own} talked to 203.0.113.77, http://evil.example.org/a?b and ${near}; HKEY_LOCAL_MACHINE\\Software\\Evil`, "trustar_account_1");
    const incident = await system.incident(`Odd <b>login</b> ${own}`);
    await system.addArtifact(incident.id, "DNS Name", own);
    system.calls();
    await system.choose("Send To TruSTAR", incident.id);
    const [message] = await system.ended(incident.id, "Send To TruSTAR");
    expect(message?.error).toBeNull();
    expect(message?.outcome).toBe("completed");
    const calls = system.calls(incident.id);
    expect(calls).toEqual([looked, "POST reports", "POST reports/{guid}/tags?idType=internal&name=from soar&enclaveId={guid}", ...correlated]);
    const report = await system.report(incident.id, "trustar_account_1");
    expect(report?.title).toBe(`Resilient Incident ${incident.id}: Odd <b>login</b> ${own}`);
    const artifacts = await system.artifacts(incident.id);
    const byValue = new Map(artifacts.map(({ value, type }) => [value, type]));
    expect(byValue.get("203.0.113.77")).toBe("IP Address");
    expect(byValue.get("http://evil.example.org/a?b")).toBe("URL");
    expect(byValue.get(near)).toBe("URL String");
    expect([...byValue.values()]).toContain("TruSTAR REGISTRY_KEY");
    const notes = await system.notes(incident.id);
    expect(notes).toHaveLength(2);
    expect(notes[0]).toContain(`/constellation/reports/${report?.id ?? "?"}`);
    expect(notes[1]).toContain("4 correlated indicator(s)");
    expect(notes[1]).toContain(near);
  });

  it("2, by hand, twice: the second time changes nothing", async () => {
    const incident = await system.incident("Twice");
    await system.addArtifact(incident.id, "DNS Name", host("twice"));
    await system.choose("Send To TruSTAR", incident.id);
    await system.ended(incident.id, "Send To TruSTAR");
    const before = { report: await system.report(incident.id, "trustar_account_1"), notes: await system.notes(incident.id), artifacts: await system.artifacts(incident.id) };
    system.calls();
    await system.choose("Send To TruSTAR", incident.id);
    const messages = await system.ended(incident.id, "Send To TruSTAR", 2);
    expect(messages.map(({ outcome }) => outcome)).toEqual(["completed", "completed"]);
    expect(system.calls(incident.id).filter((call) => /^(POST|PUT|DELETE)/.test(call))).toEqual([]);
    expect({ report: await system.report(incident.id, "trustar_account_1"), notes: await system.notes(incident.id), artifacts: await system.artifacts(incident.id) }).toEqual(before);
  });

  it("nothing leaves by itself where auto submission is disabled, and the action status says so", async () => {
    system.calls();
    const incident = await system.incident("Not by itself");
    const [message] = await system.ended(incident.id, "CaseCreated");
    expect(message?.messages.map(({ text }) => text).join()).toContain("auto_submission is disabled in [trustar_account_1]");
    expect(system.calls()).toEqual([]);
  });

  it("2 to 4, by itself: submitted when created, updated by a new artifact, and what the app adds does not feed back", async () => {
    const [own, near] = [host("auto"), host("near")];
    await system.foreignReport("Known", `${own} and ${near} and 203.0.113.88`);
    system.calls();
    const incident = await system.incident("By itself", { workspace: "Demo" });
    expect((await system.ended(incident.id, "CaseCreated"))[0]?.error).toBeNull();
    expect(system.calls(incident.id).slice(0, 2)).toEqual([looked, "POST reports"]);
    const first = await system.report(incident.id);
    await system.addArtifact(incident.id, "DNS Name", own);
    expect((await system.ended(incident.id, "ArtifactCreated"))[0]?.error).toBeNull();
    expect(system.calls(incident.id)).toEqual([...update, ...correlated]);
    const values = (await system.artifacts(incident.id)).map(({ value }) => value);
    expect(values).toEqual(expect.arrayContaining([own, near, "203.0.113.88"]));
    const report = await system.report(incident.id);
    expect(report?.id).toBe(first?.id);
    expect(report?.reportBody).toContain(own);
    expect(report?.reportBody).not.toContain(near);
    // The app's artifacts set off no further update.
    expect(await system.ended(incident.id, "ArtifactCreated")).toHaveLength(1);
    expect(system.calls()).toEqual([]);
  });

  it("3: a burst of artifacts becomes one update that holds them all", async () => {
    const incident = await system.incident("Burst", { workspace: "Demo" });
    await system.ended(incident.id, "CaseCreated");
    system.calls();
    const hosts = Array.from({ length: 20 }, () => host("burst"));
    await Promise.all(hosts.map((value) => system.addArtifact(incident.id, "DNS Name", value)));
    const messages = await system.ended(incident.id, "ArtifactCreated", hosts.length);
    expect(messages.map(({ outcome }) => outcome)).toEqual(hosts.map(() => "completed"));
    const report = await system.report(incident.id);
    for (const value of hosts) expect(report?.reportBody).toContain(value);
    expect(system.calls().filter((call) => call.startsWith("PUT")).length).toBeLessThan(5);
  });

  it("3, 5 and 6: closing sends the notes of people, the resolution and its summary, and fetches nothing", async () => {
    const incident = await system.incident("To be closed", { workspace: "Demo" });
    await system.ended(incident.id, "CaseCreated");
    await system.client.post(`/incidents/${incident.id}/comments`, { text: { format: "html", content: "<p>Blocked at the <b>gateway</b></p>" } });
    expect((await system.report(incident.id))?.reportBody).not.toContain("gateway");
    system.calls();
    await system.client.getPut<Record<string, unknown>>(`/incidents/${incident.id}`, (one) => ({ ...one, plan_status: "C", resolution_id: 10, resolution_summary: { format: "text", content: "All <good>" } }));
    expect((await system.ended(incident.id, "UpdateIncident"))[0]?.error).toBeNull();
    expect(system.calls(incident.id)).toEqual(update);
    const body = (await system.report(incident.id))?.reportBody ?? "";
    expect(body).toContain("Note: Blocked at the gateway");
    expect(body).toContain("Resolution: Resolved\nResolution Summary: All <good>");
    expect(body).not.toContain("TruSTAR:");
  });

  it("7: deleting the incident deletes its report where auto submission is on, and only there", async () => {
    const shared = await system.incident("To be deleted", { workspace: "Demo" });
    await system.ended(shared.id, "CaseCreated");
    const kept = await system.incident("Deleted here only");
    await system.choose("Send To TruSTAR", kept.id);
    await system.ended(kept.id, "Send To TruSTAR");
    system.calls();
    await system.client.delete(`/incidents/${shared.id}`);
    await until("the report is gone", 60_000, async () => ((await system.report(shared.id)) === undefined ? true : undefined));
    expect(system.calls(shared.id)).toEqual([looked, "DELETE reports/{guid}"]);
    await system.client.delete(`/incidents/${kept.id}`);
    const after = await system.incident("Afterwards", { workspace: "Demo" });
    await system.ended(after.id, "CaseCreated");
    expect(await system.report(kept.id, "trustar_account_1")).toMatchObject({ title: `Resilient Incident ${kept.id}: Deleted here only` });
  });

  it("2: excluded types are not sent, in any case and matched whole, and the reason is in the action status", async () => {
    const incident = await system.incident("Flood", { incident_type_ids: ["Denial of Service"], workspace: "Demo" });
    const [message] = await system.ended(incident.id, "CaseCreated");
    expect(message?.messages.map(({ text }) => text).join()).toContain('the incident type "Denial of Service" is among incident_types_to_exclude in [trustar_account_2]');
    expect(await system.report(incident.id)).toBeUndefined();
  });

  it("8: artifacts are whitelisted and not whitelisted any more", async () => {
    const incident = await system.incident("Whitelist");
    const artifact = await system.addArtifact(incident.id, "DNS Name", host("white"));
    system.calls();
    await system.choose("Whitelist in TruSTAR", incident.id, artifact.id);
    expect((await system.ended(incident.id, "Whitelist in TruSTAR"))[0]?.error).toBeNull();
    expect(system.calls()).toEqual(["POST whitelist"]);
    const whitelisted = async (): Promise<boolean> => JSON.stringify((await system.hub("GET", "whitelist?pageSize=1000", undefined, "trustar_account_1")).body).includes(artifact.value);
    expect(await whitelisted()).toBe(true);
    await system.choose("Undo Whitelist in TruSTAR", incident.id, artifact.id);
    expect((await system.ended(incident.id, "Undo Whitelist in TruSTAR"))[0]?.error).toBeNull();
    expect(system.calls()).toEqual([`DELETE whitelist?value=${artifact.value}&indicatorType=URL`]);
    expect(await whitelisted()).toBe(false);
  });

  it("9: the six functions answer the documented payloads, and an error where something is wrong", async () => {
    const [own, near] = [host("function"), host("near")];
    await system.foreignReport("Functions", `${own} ${near}`, "trustar_account_1");
    const incident = await system.incident("Functions");
    const artifact = await system.addArtifact(incident.id, "DNS Name", own);
    const run = async (name: string, on?: number): Promise<Record<string, unknown>> => {
      const rule = `Rule for workflow: ${name}`;
      const before = (await system.ended(incident.id, rule, 0)).length;
      await system.choose(rule, incident.id, on);
      const calls = await system.ended(incident.id, rule, before + 1);
      return calls.reduce((last, one) => (one.id > last.id ? one : last)).results as Record<string, unknown>;
    };
    expect(await run("Delete report in TruSTAR")).toEqual({ error: `Incident ${incident.id} has no report in TruSTAR.` });
    system.calls();
    const report = await run("Submit report to TruSTAR");
    expect(Object.keys(report).sort()).toEqual(["created", "distributionType", "enclaveIds", "externalTrackingId", "externalUrl", "id", "reportBody", "timeBegan", "title", "updated"]);
    expect(report).toMatchObject({ externalUrl: null, distributionType: "ENCLAVE", externalTrackingId: `RESILIENT${incident.id}`, title: `Resilient Incident ${incident.id}: Functions` });
    expect(system.calls(incident.id).slice(0, 2)).toEqual([looked, "POST reports"]);
    expect(await run("Get priority score of indicator", artifact.id)).toEqual({ priorityLevel: expect.stringMatching(/^(LOW|MEDIUM|HIGH|NOT_FOUND)$/) });
    expect(system.calls()).toEqual([`GET indicators/search?searchTerm=${own}&pageNumber=0&pageSize=1000`]);
    expect(await run("Get correlated indicators from TruSTAR")).toEqual({ indicators: [{ type: "URL", value: near }] });
    expect(system.calls(incident.id)).toEqual(correlated);
    expect(await run("Whitelist in TruSTAR", artifact.id)).toEqual({ indicators: [{ type: "URL", value: own }] });
    expect(await run("Undo whitelist in TruSTAR", artifact.id)).toEqual({ status: "Done" });
    expect(system.calls()).toEqual(["POST whitelist", `DELETE whitelist?value=${own}&indicatorType=URL`]);
    expect(await run("Delete report in TruSTAR")).toEqual({ status: "Done" });
    expect(system.calls(incident.id)).toEqual([looked, "DELETE reports/{guid}"]);
    const notes = (await system.notes(incident.id)).join("\n");
    expect(notes).toContain(`submitted as report ${String(report["id"])}`);
    expect(notes).toContain("the report was not deleted");
  });

  it("what is marked above max_tlp and passwords never leave", async () => {
    const incident = await system.incident("Marked");
    const artifact = await system.addArtifact(incident.id, "Password", "canary-password-1");
    await system.addArtifact(incident.id, "DNS Name", host("open"));
    system.calls();
    await system.choose("Send To TruSTAR", incident.id);
    const [message] = await system.ended(incident.id, "Send To TruSTAR");
    expect(message?.messages.map(({ text }) => text).join()).toContain("a password never leaves the incident");
    expect(JSON.stringify(await system.report(incident.id, "trustar_account_1"))).not.toContain("canary-password");
    await expect(system.choose("Whitelist in TruSTAR", incident.id, artifact.id)).rejects.toThrow();
  });

  it("a workspace without an account is told in the action status", async () => {
    await system.client.post("/workspaces", { name: "Elsewhere" });
    const incident = await system.incident("Elsewhere", { workspace: "Elsewhere" });
    const [message] = await system.ended(incident.id, "CaseCreated");
    expect(message?.outcome).toBe("completed");
    expect(message?.messages.map(({ text }) => text).join()).toContain('The workspace "Elsewhere" has no TruSTAR account');
    await system.choose("Send To TruSTAR", incident.id);
    expect((await system.ended(incident.id, "Send To TruSTAR"))[0]).toMatchObject({ outcome: "failed", error: expect.stringContaining("has no TruSTAR account") });
  });
});
