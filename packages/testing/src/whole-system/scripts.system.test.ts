import type { Entities, WorkflowDTO } from "@soarkit/protocol";
import { describe, expect, it } from "vitest";
import { callOf, incidentWith, notesArrive, runRule, until, useSoarkit } from "../index.js";

const marker = "soarkit-post-script";

describe("post-process scripts are Python on the platform", () => {
  const system = useSoarkit();

  async function searchWorkflow(): Promise<WorkflowDTO> {
    const { entities } = await system.client.get<Entities<WorkflowDTO>>("/workflows");
    const found = entities.find((candidate) => candidate.programmatic_name === "example_staxx_indicator_search");
    if (found === undefined) throw new Error("the search workflow is not there");
    return found;
  }

  /** Replaces the post-process script of the search workflow by REST, as an administrator does. */
  async function usePostScript(source: string): Promise<void> {
    const workflow = await searchWorkflow();
    const xml = workflow.content.xml.replace(/(<resilient:function[^>]*>)([\s\S]*?)(<\/resilient:function>)/, (_all, open: string, body: string, close: string) => {
      const plain = body.replace(/^<!\[CDATA\[|\]\]>$/g, "");
      const decoded = plain === body ? body.replace(/&quot;/g, '"').replace(/&#10;/g, "\n").replace(/&apos;/g, "'").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&") : plain;
      const step = JSON.parse(decoded) as Record<string, unknown>;
      const text = JSON.stringify({ ...step, post_processing_script: source, post_processing_script_language: "python3" });
      return `${open}${text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")}${close}`;
    });
    await system.client.put(`/workflows/${workflow.workflow_id}`, { ...workflow, content: { ...workflow.content, xml } });
  }

  async function query(): Promise<{ incidentId: number; instance: number }> {
    const { incident, artifact } = await incidentWith(system.client, { type: "DNS Name", value: "script.machete-report.com" });
    return { incidentId: incident.id, instance: await runRule(system.client, incident.id, artifact.id, "Example: Anomali Staxx Query") };
  }

  async function scriptErrorOf(run: { incidentId: number; instance: number }): Promise<string> {
    return until("the script's error is shown in the action status", 60_000, async () => {
      const call = await callOf(system.client, run.incidentId, run.instance);
      return call?.outcome === "error" ? (call.error ?? "") : undefined;
    });
  }

  it("a changed script changes the next note", async () => {
    await usePostScript(`incident.addNote("${marker} first " + artifact.value)`);
    const first = await query();
    expect(await notesArrive(system.client, first.incidentId)).toEqual([`${marker} first script.machete-report.com`]);
    await usePostScript(`import re\nincident.addNote("${marker} second " + re.sub(r"\\W", "_", artifact.value) + " " + str(results.success) + " " + results["inputs"]["staxx_indicator"])`);
    const second = await query();
    expect(await notesArrive(system.client, second.incidentId)).toEqual([`${marker} second script_machete_report_com True script.machete-report.com`]);
  });

  const attempts = [
    { what: "a host command", source: `import os\nos.system("id")`, says: /may not start programs/ },
    { what: "an endless loop", source: "while True:\n    pass", says: /time|seconds|stopped/i },
    { what: "an endless loop that catches everything", source: "while True:\n    try:\n        while True: pass\n    except BaseException:\n        pass", says: /time|seconds|stopped/i },
    { what: "a 2 GB list", source: "x = [0] * (2 * 1024 * 1024 * 1024 // 8)\ny = [1] * (2 * 1024 * 1024 * 1024 // 8)", says: /memory/i },
    { what: "the host's process through JavaScript", source: "import js\nincident.addNote(str(js.process.pid))", says: /process|js|module/i },
    { what: "a socket", source: 'import socket\ns = socket.socket()\ns.connect(("127.0.0.1", 22))', says: /socket|network|OSError|unreachable/i },
    { what: "a syntax error", source: "if not results.success:\nnote = 1", says: /line 2|indent/i },
  ];

  for (const { what, source, says } of attempts) {
    it(`${what}: ends with a clear message, and the next script runs`, async () => {
      await usePostScript(source);
      const run = await query();
      expect(await scriptErrorOf(run)).toMatch(says);
      await usePostScript(`incident.addNote("${marker} after")`);
      const next = await query();
      expect(await notesArrive(system.client, next.incidentId, 1, 60_000)).toEqual([`${marker} after`]);
    });
  }
});
