import { readFile } from "node:fs/promises";
import { sleep } from "@soarkit/runtime";
import { Agent, request } from "undici";
import { describe, expect, it } from "vitest";
import { until, useTrustar } from "../index.js";

const count = 1_000;
const value = (index: number): string => `c2-${index}.lookup-report.com`;
const trustarCall = /^POST \/api\/1\.3\/indicators\/metadata/;

interface Answer {
  readonly status: number;
  readonly body: { readonly id?: string; readonly hits?: readonly { readonly props: readonly { readonly name: string; readonly value: unknown }[] }[] };
}

describe("kill -9 with 1,000 threat look-ups under way", () => {
  const system = useTrustar({ trustar_threat_source: { minimum_priority: "LOW" } });
  let agent: Agent;

  async function connect(): Promise<void> {
    agent = new Agent({ connections: 200, connect: { ca: await readFile(system.soarkit.run.ca_file, "utf8") } });
  }

  async function ask(method: "GET" | "POST", path: string, artifact?: unknown): Promise<Answer> {
    const login = `${await system.value("custom_threat_service", "auth_user")}:${await system.value("custom_threat_service", "auth_password")}`;
    const answer = await request(`https://127.0.0.1:${system.soarkit.run.ports.threat ?? 0}${path}`, {
      method,
      dispatcher: agent,
      headers: { authorization: `Basic ${Buffer.from(login).toString("base64")}`, "content-type": "application/json" },
      ...(artifact === undefined ? {} : { body: JSON.stringify(artifact) }),
    });
    return { status: answer.statusCode, body: (await answer.body.json()) as Answer["body"] };
  }

  /** One artifact as a platform drives it: posted until it has an id, then asked for, and posted again after any 5xx. */
  async function drive(index: number, id: string | undefined): Promise<Answer> {
    const deadline = Date.now() + 120_000;
    let known = id;
    while (Date.now() < deadline) {
      try {
        const answer: Answer = known === undefined ? await ask("POST", "/cts/trustar", { type: "net.name", value: value(index) }) : await ask("GET", `/cts/trustar/${known}`);
        if (answer.status === 200) return answer;
        known = answer.status === 303 ? answer.body.id : undefined;
      } catch {
        // Not there yet: asked again.
      }
      await sleep(250);
    }
    throw new Error(`no answer for ${value(index)}`);
  }

  it("all hits arrive, and TruSTAR is asked about each value at most twice", { timeout: 300_000 }, async () => {
    await system.foreignReport("Many", Array.from({ length: count }, (_, index) => value(index)).join("\n"));
    system.proxy.calls.splice(0);
    // Four calls at once: all are answered by TruSTAR, and no answer reaches the service.
    const held = Array.from({ length: 4 }, () => system.proxy.hold(trustarCall, "answer"));
    await connect();
    const ids = new Map<number, string>();
    const posts = Array.from({ length: count }, async (_, index) => {
      try {
        const { status, body } = await ask("POST", "/cts/trustar", { type: "net.name", value: value(index) });
        if (status === 303 && body.id !== undefined) ids.set(index, body.id);
      } catch {
        // Killed before it was answered.
      }
    });
    await Promise.all(held);
    await until("1,000 look-ups are under way", 60_000, async () => {
      const metrics = await request(`https://127.0.0.1:${system.soarkit.run.ports.threat ?? 0}/metrics`, { dispatcher: agent });
      return (await metrics.body.text()).includes(`soarkit_threat_lookups{state="pending"} ${count}`) ? true : undefined;
    });
    await system.soarkit.kill();
    await Promise.all(posts);
    await agent.destroy();
    expect(ids.size).toBeGreaterThan(count / 2);
    expect(ids.size).toBeLessThan(count);

    system.proxy.release();
    await system.startSoarkit();
    await connect();
    const answers = await Promise.all(Array.from({ length: count }, (_, index) => drive(index, ids.get(index))));
    await agent.close();

    answers.forEach(({ body }, index) => { expect(body.hits?.[0]?.props.find(({ name }) => name === "Indicator")?.value).toBe(value(index)); });
    const asked = new Map<string, number>();
    for (const { method, path, body } of system.proxy.calls) {
      if (!trustarCall.test(`${method} ${path}`)) continue;
      for (const one of JSON.parse(body) as { value: string }[]) asked.set(one.value, (asked.get(one.value) ?? 0) + 1);
    }
    expect(asked.size).toBe(count);
    expect(Math.max(...asked.values())).toBeLessThanOrEqual(2);
  });
});
