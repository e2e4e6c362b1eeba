import { readFile } from "node:fs/promises";
import type { RunFile } from "@soarkit/runtime";
import { Agent, request } from "undici";

/** How many records of a value imports have filed in the hub of a running Soarkit, active or waiting for approval. */
export async function importedRecords(run: RunFile, value: string): Promise<number> {
  const active = (await hubGet(run, `/api/hub/indicators?size=100&query=${encodeURIComponent(`value='${value}'`)}`)) as { feed_name: string }[];
  const pending = (await hubGet(run, "/api/hub/pending")) as { values: { value: string }[] }[];
  return active.filter((record) => record.feed_name === "import").length + pending.flatMap((job) => job.values).filter((entry) => entry.value === value).length;
}

/** A GET to the hub of a running Soarkit as its local administrator. */
export async function hubGet(run: RunFile, path: string): Promise<unknown> {
  const agent = new Agent({ connect: { ca: await readFile(run.ca_file, "utf8") } });
  try {
    const answer = await request(`https://${run.host}:${run.ports.hub ?? 0}${path}`, { dispatcher: agent, headers: { authorization: `Bearer ${run.admin_token}` } });
    if (answer.statusCode !== 200) throw new Error(`the hub answered ${answer.statusCode}: ${await answer.body.text()}`);
    return await answer.body.json();
  } finally {
    await agent.close();
  }
}
