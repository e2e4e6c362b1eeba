import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { importPostScript } from "./import-post.js";
import { importAllPostScript } from "./import-all-post.js";
import { importAllPreScript, importPreScript } from "./import-pre.js";
import { queryPostScript } from "./query-post.js";
import { queryPreScript } from "./query-pre.js";
import { documentedRecord } from "../../testing/documented-answers.js";

const python = ["python3", "python"].find((command) => spawnSync(command, ["-c", "import sys; assert sys.version_info >= (3, 6)"]).status === 0);

/** Runs a script with objects as the platform gives them and hands back the inputs that it set and the notes that it wrote. */
const harness = `
import json, sys
class Thing:
    def __init__(self, values): self.__dict__.update(values)
class Results(dict):
    __getattr__ = dict.get
given = json.load(sys.stdin)
inputs, notes = Thing({}), []
incident = Thing({"id": 2095, "addNote": notes.append})
helper = Thing({"createRichText": lambda html: html})
artifact = Thing(given["artifact"])
rule = Thing({"properties": Thing(given["properties"])})
results = None if given["results"] is None else Results(given["results"])
exec(compile(given["script"], "script", "exec"), {"inputs": inputs, "incident": incident, "helper": helper, "artifact": artifact, "rule": rule, "results": results})
print(json.dumps({"inputs": inputs.__dict__, "notes": notes}))
`;

function run(script: string, given: { value?: string; properties?: Record<string, unknown>; results?: unknown }): { inputs: Record<string, unknown>; notes: string[] } {
  const input = JSON.stringify({ script, artifact: { value: given.value ?? "xcv.com" }, properties: given.properties ?? {}, results: given.results ?? null });
  const done = spawnSync(python ?? "python3", ["-c", harness], { input, encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout) as ReturnType<typeof run>;
}

const sent = { confidence: 34, indicator_type: "adware", tlp: "GREEN", severity: "low", auto_approve: "no" };
const imported = (verdict: string, detail = "fine"): unknown => ({ success: true, outcome: { job_id: "20200812163012", sent, warnings: [], values: [{ value: "xcv.com", type: "domain", verdict, detail }] } });

describe.skipIf(python === undefined)("scripts of the workflows, in Python (skipped where this machine has none)", () => {
  it("fill the import's inputs from the artifact and the dialog", () => {
    const properties = { auto_approve: "yes", confidence_level: "34", indicator_type: "adware", severity_level: "low", tlp_color: "GREEN", staxx_force: null };
    expect(run(importPreScript, { properties }).inputs).toEqual({
      staxx_indicator: "xcv.com", staxx_auto_approve: "yes", staxx_confidence: "34", staxx_indicator_type: "adware", staxx_severity: "low", staxx_tlp: "GREEN", staxx_force: null,
    });
  });

  it("fill the inputs of an import of all artifacts from the incident", () => {
    const properties = { auto_approve: "yes", confidence_level: "34", indicator_type: "adware", severity_level: "low", tlp_color: "GREEN", staxx_force: null };
    expect(run(importAllPreScript, { properties }).inputs).toMatchObject({ staxx_incident_id: 2095, staxx_auto_approve: "yes", staxx_confidence: "34", staxx_tlp: "GREEN" });
  });

  it("note an import of all artifacts with a verdict and a reason for each, grouped", () => {
    const values = [
      { value: "xcv.com", type: "domain", verdict: "stored", detail: "STAXX shows it as adware_domain" },
      { value: "<b>", type: "ip", verdict: "refused", detail: "10.0.0.5 is private" },
      { value: "evil.com", type: "domain", verdict: "stored", detail: "fine" },
    ];
    const outcome = { job_id: "1", job_ids: ["1"], sent, warnings: ["look <here>"], values };
    const [note] = run(importAllPostScript, { results: { success: true, outcome } }).notes;
    expect(note?.split("<br>").slice(7)).toEqual([
      "Import job: 1", "", "<b>Added to Anomali Staxx</b> (2):", "xcv.com (domain): STAXX shows it as adware_domain", "evil.com (domain): fine",
      "", "<b>Not sent, because they cannot or may not be</b> (1):", "&lt;b&gt; (ip): 10.0.0.5 is private", "Warning: look &lt;here&gt;",
    ]);
    const failed = run(importAllPostScript, { results: { success: false, reason: "none <left>", outcome: { ...outcome, job_ids: [], values: values.slice(1, 2) } } }).notes[0];
    expect(failed).toContain("failed: none &lt;left&gt;");
    expect(failed).toContain("10.0.0.5 is private");
    expect(run(importAllPostScript, { results: null }).notes[0]).toContain("no reason was given");
  });

  it("fill the query's inputs", () => {
    expect(run(queryPreScript, { properties: { staxx_max_results: 25 } }).inputs).toEqual({ staxx_indicator: "xcv.com", staxx_max_results: 25 });
  });

  it("note an import with the settings that were sent, not those of the dialog", () => {
    const { notes } = run(importPostScript, { properties: { confidence_level: "99" }, results: imported("stored") });
    expect(notes).toEqual([
      "Artifact: <b>xcv.com</b> added to Anomali Staxx:<br><br>Confidence: 34<br>Indicator Type: adware<br>TLP: GREEN<br>Severity: low<br>Auto Approve: no<br>Result: xcv.com (domain): stored. fine<br>Import job: 20200812163012",
    ]);
  });

  it.each([
    ["changed", "other settings before"],
    ["already there", "nothing was sent"],
    ["different settings", "shows it with different settings"],
    ["pending", "not visible there yet"],
  ])("do not call a value that is %s simply added", (verdict, text) => {
    expect(run(importPostScript, { results: imported(verdict) }).notes[0]).toContain(text);
  });

  it.each([[importPostScript, "import to Anomali Staxx failed: no &lt;way&gt;"], [queryPostScript, "search in Anomali Staxx failed: no &lt;way&gt;"]])("note a failure with its reason", (script, text) => {
    expect(run(script, { results: { success: false, reason: "no <way>" } }).notes).toEqual([`Artifact: <b>xcv.com</b> ${text}`]);
    expect(run(script, { results: null }).notes[0]).toContain("no reason was given");
  });

  it("note every record with the documented lines, feed, source and the date's zone", () => {
    const results = { success: true, content: [documentedRecord], returned: 1, more: true, outcome: { value: "xcv.com", dates: ["2020-08-12 10:05:58 AM (UTC)"] } };
    const [note] = run(queryPostScript, { results }).notes;
    for (const line of ["Date Updated: 2020-08-12 10:05:58 AM (UTC)", "Confidence: 33", "<b>TLP</b>: AMBER", "Type: mal_ip", "Severity: low", "Campaign: ", "Feed: import", "Source: admin", "Detail: resilient"]) expect(note?.split("<br>")).toContain(line);
    expect(note).toContain("1 record shown; Anomali Staxx has more");
  });

  it("survive missing members and nulls", () => {
    const results = { success: true, content: [{ tlp: null, confidence: null }], returned: 1, more: false, outcome: {} };
    expect(run(queryPostScript, { results }).notes[0]).toContain("<b>TLP</b>: <br>");
  });

  it("say when nothing was found and what was searched for", () => {
    const results = { success: true, content: [], returned: 0, more: false, outcome: { value: "evil.com", dates: [] } };
    expect(run(queryPostScript, { value: "Evil[.]com", results }).notes).toEqual(["Artifact: <b>Evil[.]com</b><br>Searched as: evil.com<br>Staxx results:<br><br>No results found"]);
  });

  it("show markup in values as text", () => {
    const bad = "<img src=x onerror=alert(1)>&\"'";
    const record = Object.fromEntries(Object.keys(documentedRecord).map((key) => [key, bad]));
    const found = run(queryPostScript, { value: bad, results: { success: true, content: [record], returned: 1, more: false, outcome: { value: bad, dates: [bad] } } });
    const filed = run(importPostScript, { value: bad, results: { success: true, outcome: { job_id: bad, warnings: [bad], sent: { confidence: bad }, values: [{ value: bad, type: bad, verdict: bad, detail: bad }] } } });
    for (const { notes } of [found, filed]) expect(notes[0]?.replace(/<\/?b>|<br>/g, "")).not.toMatch(/[<>"']/);
  });
});
