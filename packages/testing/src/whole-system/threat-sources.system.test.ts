import type { ArtifactLookupsDTO, Entities, ThreatServiceDTO } from "@soarkit/protocol";
import { describe, expect, it } from "vitest";
import { incidentWith, until } from "../soarkit-client.js";
import { useSoarkit } from "../soarkit-fixture.js";

const kit = useSoarkit(["--no-samples", "--threat-port", "0"]);
const sources = async (): Promise<ThreatServiceDTO[]> => (await kit.client.get<Entities<ThreatServiceDTO>>("/threat_sources")).entities;

describe("threat sources of a whole Soarkit", () => {
  it("are registered ON with the credentials of the threat service, and answer about a new artifact", async () => {
    const end = (path: string): unknown => expect.stringMatching(new RegExp(`^https://127\\.0\\.0\\.1:${kit.soarkit.run.ports.threat ?? 0}/cts/${path}$`));
    expect(await sources()).toMatchObject([
      { name: "Anomali STAXX", rest_url: end("staxx"), enabled: true, has_password: true },
      { name: "TruSTAR", rest_url: end("trustar"), enabled: true, has_password: true },
    ]);
    const { incident, artifact } = await incidentWith(kit.client, { type: "DNS Name", value: "looked-up.example.org" });
    const { entities } = await until("both have answered", 60_000, async () => {
      const lookups = await kit.client.get<ArtifactLookupsDTO>(`/incidents/${incident.id}/artifacts/${artifact.id}/lookups`);
      return lookups.entities.every(({ state }) => state === "answered") ? lookups : undefined;
    });
    expect(entities.map(({ source, error }) => [source.name, error])).toEqual([["Anomali STAXX", null], ["TruSTAR", null]]);
  });

  it("keep over a restart what a person changed, and follow the port of the threat service", async () => {
    await kit.client.put("/threat_sources/TruSTAR", { enabled: false });
    await kit.client.delete("/threat_sources/Anomali%20STAXX");
    const before = kit.soarkit.run.ports.threat;
    await kit.restart();
    expect(kit.soarkit.run.ports.threat).not.toBe(before);
    const after = await sources();
    expect(after).toMatchObject([{ name: "TruSTAR", enabled: false }]);
    expect(after[0]?.rest_url).toContain(`:${kit.soarkit.run.ports.threat ?? 0}/`);
  });
});
