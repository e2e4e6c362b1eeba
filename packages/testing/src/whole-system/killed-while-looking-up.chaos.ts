import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ArtifactDTO, IncidentDTO, PagedDTO } from "@soarkit/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectTo, startSoarkitProcess, tempFolder, until, type SoarkitProcess } from "../index.js";

/** How many times it is killed: a few in CI, more by SOARKIT_CHAOS_ROUNDS. */
const kills = 2 * Number(process.env["SOARKIT_CHAOS_ROUNDS"] ?? "1");
const count = 1_000;

/** A service that works on each artifact for a second: 303 with an id, then the hit. */
class SlowService {
  readonly posts = new Map<string, number>();
  gets = 0;
  #server: Server | undefined;

  async start(): Promise<string> {
    this.#server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const answer = (status: number, value: object): void => void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
        if (request.method === "OPTIONS") answer(200, { upload_file: false });
        else if (request.method === "POST") answer(303, { id: this.#take(body), hits: [], retry_secs: 1 });
        else {
          this.gets += 1;
          const id = decodeURIComponent((request.url ?? "").split("/").at(-1) ?? "");
          answer(200, { id, hits: [{ props: [{ type: "string", name: "Value", value: id }] }] });
        }
      });
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/cts/slow`;
  }

  #take(body: string): string {
    const { value } = JSON.parse(/\{.*\}/s.exec(body)?.[0] ?? "{}") as { value: string };
    this.posts.set(value, (this.posts.get(value) ?? 0) + 1);
    return value;
  }

  stop(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }
}

describe("kill -9 of the platform with a thousand look-ups under way", () => {
  const service = new SlowService();
  let data: Awaited<ReturnType<typeof tempFolder>>;
  let soarkit: SoarkitProcess;

  beforeAll(async () => {
    data = await tempFolder("soarkit-chaos");
    soarkit = await startSoarkitProcess(data.path, ["--only", "platform"]);
  });
  afterAll(async () => {
    await soarkit.kill();
    service.stop();
    await data.remove();
  });

  it(`${kills} kills: every hit arrives once, and no look-up is made more often than it was killed`, async () => {
    let client = await connectTo(soarkit.run);
    await client.post("/threat_sources", { name: "Slow", rest_url: await service.start(), enabled: true });
    const incident = await client.post<IncidentDTO>("/incidents", { name: "A thousand addresses", discovered_date: Date.now() });
    const values = Array.from({ length: count }, (_, index) => `10.${index >> 8}.${index & 255}.1`);
    await client.post(`/incidents/${incident.id}/artifacts`, { type: "IP Address", value: values.join(" ") });
    for (let kill = 1; kill <= kills; kill += 1) {
      const [posts, gets] = [service.posts.size, service.gets];
      await until("some look-ups are under way", 60_000, () => Promise.resolve(service.posts.size > posts + 50 || service.gets > gets + 50 || service.posts.size === count ? true : undefined));
      await client.close();
      await soarkit.kill();
      soarkit = await startSoarkitProcess(data.path, ["--only", "platform"]);
      client = await connectTo(soarkit.run);
    }
    const read = () => client.post<PagedDTO<ArtifactDTO>>(`/incidents/${incident.id}/artifacts/query_paged`, { start: 0, length: count });
    const artifacts = await until("every look-up has ended", 180_000, async () => {
      const { data: all } = await read();
      return all.every((artifact) => artifact.pending_sources.length === 0) ? all : undefined;
    });
    expect(artifacts).toHaveLength(count);
    expect(artifacts.filter((artifact) => artifact.hits.length !== 1 || artifact.hits[0]?.properties[0]?.value !== artifact.value)).toEqual([]);
    expect(Math.max(...service.posts.values())).toBeLessThanOrEqual(1 + kills);
    await client.close();
  });
});
