import type { ArtifactDTO, CommentDTO, IncidentDTO } from "@soarkit/protocol";
import { describe, expect, it } from "vitest";
import type { Case } from "../incident/case.js";
import { parseConfig } from "../testing/configs.js";
import { artifactMark } from "./marks.js";
import { plainText } from "./plain-text.js";
import { buildReport, tlpObstacle } from "./report.js";

const [account] = parseConfig({}, { trustar_account_1: { url: "https://x.example", user_api_key: "k", user_api_secret: "s", enclave_ids_for_submission: "e1,e2", workspace: "w" } }).accounts;
const [summaryOnly] = parseConfig({}, { trustar_account_1: { url: "https://x.example", user_api_key: "k", user_api_secret: "s", enclave_ids_for_submission: "e1", workspace: "w", submit_data_to_trustar: "summary" } }).accounts;
if (account === undefined || summaryOnly === undefined) throw new Error("no account");

const at = Date.UTC(2018, 10, 28, 10, 15, 0);
const incident = {
  id: 2101, name: "Phish\n<b>bold</b> 日本", description: { format: "html", content: "<div>First &amp; <i>second</i><br>third</div>" }, create_date: at, discovered_date: at, inc_start: null,
  plan_status: "A", severity_code: "High", incident_type_ids: ["Phishing", "Malware"], workspace: "w", properties: {}, data_compromised: true, country: "DE", resolution_id: null, resolution_summary: null, end_date: null,
} as unknown as IncidentDTO;
const artifact = (type: string, value: string, more: object = {}): ArtifactDTO => ({ id: 1, type, value, description: null, created: at, hits: [], ...more }) as unknown as ArtifactDTO;
const note = (text: string, more: object = {}): CommentDTO => ({ id: 1, text: { format: "html", content: text }, user_name: "Ana Lyst", create_date: at, children: [], ...more }) as unknown as CommentDTO;
const caseOf = (more: Partial<Case> = {}): Case => ({ incident, artifacts: [], notes: [], workspace: "w", types: ["Phishing", "Malware"], closed: false, ...more });

describe("the report of an incident", () => {
  it("has a heading, a block per section, labelled lines, no markup, and times in UTC", () => {
    const artifacts = [artifact("IP Address", "198.51.100.7", { description: { format: "text", content: "seen <here>" }, hits: [{ threat_source_id: "Feed", properties: [{ name: "Score", type: "number", value: 7 }] }] })];
    const { report } = buildReport(caseOf({ artifacts }), account, "AMBER");
    expect(report).toMatchObject({ title: "Resilient Incident 2101: Phish <b>bold</b> 日本", timeBegan: "2018-11-28T10:15:00.000Z", distributionType: "ENCLAVE", externalTrackingId: "RESILIENT2101", enclaveIds: ["e1", "e2"], externalUrl: null });
    expect(report.reportBody).toBe(`Resilient Incident 2101: Phish <b>bold</b> 日本

Summary
Name: Phish <b>bold</b> 日本
Description: First & second
third
Incident Type: Phishing, Malware
Severity: High
Status: Active
Workspace: w
Date Discovered: 11/28/2018 10:15:00
Date Created: 11/28/2018 10:15:00

Personally Identifiable Information
Data Compromised: Yes
Country: DE

Artifacts

Type: IP Address
Value: 198.51.100.7
Description: seen <here>
Date Created: 11/28/2018 10:15:00
Hits: [{"source":"Feed","properties":[{"name":"Score","type":"number","value":7}]}]`);
  });

  it("has the notes of people, the resolution and its summary once the incident is closed", () => {
    const closed = { ...incident, plan_status: "C", resolution_id: "Resolved", resolution_summary: { format: "html", content: "<p>All <b>good</b></p>" }, end_date: at } as IncidentDTO;
    const notes = [note("<b>TruSTAR:</b> this incident is the report x."), note("<p>Blocked at the <u>gateway</u></p>")];
    const { reportBody } = buildReport(caseOf({ incident: closed, notes, closed: true }), account, "AMBER").report;
    expect(reportBody).toContain("Status: Closed");
    expect(reportBody).toContain("Date Closed: 11/28/2018 10:15:00\nResolution: Resolved\nResolution Summary: All good");
    expect(reportBody).toContain("Notes\n\nWritten By: Ana Lyst\nDate: 11/28/2018 10:15:00\nNote: Blocked at the gateway");
    expect(reportBody).not.toContain("TruSTAR:");
  });

  it("has only the sections that are configured", () => {
    expect(buildReport(caseOf({ artifacts: [artifact("URL", "http://a.example/")] }), summaryOnly, "AMBER").report.reportBody).not.toMatch(/Artifacts|Personally/);
  });

  it("leaves out what the app added, passwords in any case, and what is marked above max_tlp", () => {
    const artifacts = [
      artifact("IP Address", "198.51.100.7"), artifact("IP Address", "203.0.113.1", { description: { format: "text", content: artifactMark } }), artifact("Password", "canary-password"),
      artifact("DNS Name", "red.example", { tags: [{ tag_handle: { id: 1, name: "tlp:red" }, value: null }] }), artifact("DNS Name", "green.example", { tags: [{ tag_handle: "TLP:GREEN" }] }),
    ];
    const { report, withheld } = buildReport(caseOf({ artifacts }), account, "AMBER");
    expect(report.reportBody).toContain("198.51.100.7");
    expect(report.reportBody).toContain("green.example");
    expect(report.reportBody).not.toMatch(/203\.0\.113\.1|canary-password|red\.example/);
    expect(withheld).toEqual(["a password never leaves the incident", expect.stringContaining("TLP:RED")]);
    expect(tlpObstacle({ ...incident, properties: { tlp: { id: 1, name: "RED" } } }, "AMBER")).toContain("The incident is marked TLP:RED, and max_tlp = AMBER");
    expect(tlpObstacle({ ...incident, properties: { tlp: "amber" } }, "AMBER")).toBeUndefined();
  });

  it("says of a text that is too long how much was left out, and never cuts a character in two", () => {
    const long = "😀".repeat(60_000);
    const { reportBody } = buildReport(caseOf({ incident: { ...incident, description: { format: "text", content: long } } }), account, "AMBER").report;
    // What is said about it counts towards the limit of 100,000.
    expect(reportBody.includes("… (shortened, 20042 characters left out)")).toBe(true);
    expect(reportBody).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
    const notes = Array.from({ length: 30 }, () => note("x".repeat(90_000)));
    expect(buildReport(caseOf({ notes, closed: true }), account, "AMBER").report.reportBody.length).toBeLessThanOrEqual(1_000_000);
  });
});

describe("rich text as plain text", () => {
  it.each([
    ["a<br>b<br/>c", "a\nb\nc"], ["<p>a</p><p>b</p>", "a\nb"], ["a &lt;b&gt; &#65;&#x42; &nbsp;x &unknown; &#0;", "a <b> AB  x &unknown; &#0;"], ["1 < 2 and 3 > 2", "1 < 2 and 3 > 2"],
    ["<script>alert(1)</script>ok", "alert(1)ok"], ["open <b", "open <b"], ["<!-- gone -->text", "text"], ["", ""],
  ])("%s", (html, text) => { expect(plainText(html)).toBe(text); });

  it("is read once from left to right, however long it is", () => {
    expect(plainText("<".repeat(5_000_000)).length).toBe(5_000_000);
    expect(plainText("<a".repeat(2_000_000)).length).toBe(4_000_000);
    expect(plainText(`<p>${"é ".repeat(5_000_000)}</p>`).length).toBe(9_999_999);
  });
});
