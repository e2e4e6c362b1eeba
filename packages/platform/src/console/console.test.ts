import { beforeAll, describe, expect, it } from "vitest";
import { usePlatform } from "../platform.test-kit.js";

const kit = usePlatform();
let incident = 0;

beforeAll(async () => {
  incident = (await kit.call(`${kit.org}/incidents`, { body: { name: "Paste", discovered_date: 0, artifacts: [{ type: "IP Address", value: "45.33.2.79" }] } })).json.id as number;
});

describe("a pasted text", () => {
  it("is read into artifacts: refanged, each once, those already there marked", async () => {
    const text = "C2 at 45[.]33.2.79 and hxxps://evil[.]example.com/a?b=1, again 45.33.2.79; mail bad@evil.example.com, md5 d41d8cd98f00b204e9800998ecf8427e, CVE-2024-3094";
    const found = (await kit.call(`${kit.org}/console/extract?incident=${incident}`, { body: { text } })).json;
    expect(found.cut).toBe(false);
    expect(found.entities).toEqual([
      { type: "IP Address", value: "45.33.2.79", original: "45[.]33.2.79", known: true },
      { type: "URL", value: "https://evil.example.com/a?b=1", original: "hxxps://evil[.]example.com/a?b=1", known: false },
      { type: "Email Sender", value: "bad@evil.example.com", original: "bad@evil.example.com", known: false },
      { type: "Malware MD5 Hash", value: "d41d8cd98f00b204e9800998ecf8427e", original: "d41d8cd98f00b204e9800998ecf8427e", known: false },
      { type: "Threat CVE ID", value: "CVE-2024-3094", original: "CVE-2024-3094", known: false },
    ]);
    const other = (await kit.call(`${kit.org}/incidents`, { body: { name: "Other", discovered_date: 0 } })).json.id as number;
    expect((await kit.call(`${kit.org}/console/extract?incident=${other}`, { body: { text } })).json.entities[0]).toMatchObject({ known: false });
    expect((await kit.call(`${kit.org}/console/extract`, { body: { text } })).json.entities[0]).toMatchObject({ known: true });
  });
});

describe("the system page", () => {
  it("shows versions, sizes, servers and the certificate's end to administrators only", async () => {
    expect((await kit.call(`${kit.org}/console/system`)).status).toBe(403);
    const administrator = await kit.platform.accounts.createApiKey({ name: "administrator", permissions: ["org_data.read", "administer"] });
    const { json } = await kit.call(`${kit.org}/console/system`, { as: administrator });
    expect(json).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+\.\d+/), started: expect.any(Number), integration_servers: [], scripts: { waiting: 0, running: 0 }, broker: { connections: 0 }, last_errors: [] });
    expect(json.database_bytes).toBeGreaterThan(10_000);
    expect(json.certificates.until).toBeGreaterThan(Date.now());
  });
});
