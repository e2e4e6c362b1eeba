import { describe, expect, it } from "vitest";
import { endOf, incidentWith, notesArrive, notesOf, runRule, until, useSoarkit } from "../index.js";
import { importedRecords } from "./hub-records.js";

const settings = { auto_approve: "yes", confidence_level: "70", indicator_type: "malware", severity_level: "high", tlp_color: "AMBER" };
const upperCaseHash = "7D2A6F3A5E4B1C0D9E8F7A6B5C4D3E2F1A0B9C8D";

/** Values that STAXX cannot take: what the note and the action status must say. */
const refused = [
  { what: "10 kB", type: "String", value: `${"a".repeat(10_000)}.com`, says: /2,?048|too long|longer/i },
  { what: "a value with a quote that would change the query", type: "IP Address", value: "1.2.3.4' OR confidence > 0", says: /quote/i },
  { what: "a MAC address", type: "MAC Address", value: "00:1B:44:11:3A:B7", says: /MAC/ },
  { what: "a Windows path", type: "File Path", value: "c:\\a\\b.exe", says: /hash/i },
];

/** Values that work, and the form in which they are filed. */
const accepted = [
  { what: "an IDN, as punycode", type: "DNS Name", value: "bücher-münchen.machete-report.org", filed: "xn--bcher-mnchen-dlbg.machete-report.org" },
  { what: "an upper-case hash", type: "Malware SHA-1 Hash", value: upperCaseHash, filed: upperCaseHash.toLowerCase() },
];

describe("values of artifacts, through the rules", () => {
  const system = useSoarkit();

  for (const { what, type, value, says } of refused) {
    for (const [rule, properties] of [
      ["Example: Anomali Staxx Import", settings],
      ["Example: Anomali Staxx Query", {}],
    ] as const) {
      it(`${what} is refused by "${rule}" with a note and a Failed action status`, async () => {
        const { client } = system;
        const { incident, artifact } = await incidentWith(client, { type, value });
        const instance = await runRule(client, incident.id, artifact.id, rule, properties);
        const call = await endOf(client, incident.id, instance);
        expect(call.outcome).toBe("failed");
        expect(call.error).toMatch(says);
        expect(call.messages.some((message) => message.type === 1)).toBe(true);
        const [note] = await notesArrive(client, incident.id);
        expect(note).toMatch(says);
        expect(await notesOf(client, incident.id)).toHaveLength(1);
      });
    }
  }

  for (const { what, type, value, filed } of accepted) {
    it(`${what}: is filed and found again`, async () => {
      const { client } = system;
      const { incident, artifact } = await incidentWith(client, { type, value });
      const imported = await endOf(client, incident.id, await runRule(client, incident.id, artifact.id, "Example: Anomali Staxx Import", settings));
      expect(imported.error).toBeNull();
      expect(imported.outcome).toBe("completed");
      expect(await importedRecords(system.soarkit.run, filed)).toBe(1);
      const queried = await endOf(client, incident.id, await runRule(client, incident.id, artifact.id, "Example: Anomali Staxx Query"));
      expect(queried.outcome).toBe("completed");
      const notes = await notesArrive(client, incident.id, 2);
      for (const word of ["Confidence", "Indicator Type", "TLP", "Severity"]) expect(notes[0]).toContain(word);
      for (const word of ["Date Updated", "Confidence", "TLP", "Type", "Severity", "Campaign", "70", "AMBER", "high"]) expect(notes[1]).toContain(word);
    });
  }

  it("an empty value cannot become an artifact, and the platform says so", async () => {
    const { client } = system;
    await expect(incidentWith(client, { type: "DNS Name", value: "" })).rejects.toThrow(/value/i);
    await expect(incidentWith(client, { type: "DNS Name", value: "   " })).rejects.toThrow(/value/i);
  });

  it("the same import twice files the indicator once", async () => {
    const { client } = system;
    const { incident, artifact } = await incidentWith(client, { type: "DNS Name", value: "twice.machete-report.com" });
    for (let round = 0; round < 2; round += 1) {
      const call = await endOf(client, incident.id, await runRule(client, incident.id, artifact.id, "Example: Anomali Staxx Import", settings));
      expect(call.outcome).toBe("completed");
    }
    expect(await notesArrive(client, incident.id, 2)).toHaveLength(2);
    expect(await importedRecords(system.soarkit.run, "twice.machete-report.com")).toBe(1);
  });

  it("an import that is not approved waits, says so, and is not found", async () => {
    const { client } = system;
    const { incident, artifact } = await incidentWith(client, { type: "DNS Name", value: "waits.machete-report.com" });
    const call = await endOf(client, incident.id, await runRule(client, incident.id, artifact.id, "Example: Anomali Staxx Import", { ...settings, auto_approve: "no" }));
    expect(call.outcome).toBe("completed");
    const [note] = await notesArrive(client, incident.id);
    expect(note).toMatch(/approval/i);
    await endOf(client, incident.id, await runRule(client, incident.id, artifact.id, "Example: Anomali Staxx Query"));
    const query = await until("the query's note", 20_000, async () => (await notesOf(client, incident.id))[1]);
    expect(query).toMatch(/no results/i);
  });
});
