import type { ServerStatus, ThreatSearcherStatus } from "@soarkit/integration-server";
import type { RunFile } from "@soarkit/runtime";
import type { Command } from "commander";
import { request } from "undici";
import { localAgent, reachableHost } from "../context/local-http.js";
import { dataFolder } from "../context/paths.js";
import { requireRunning } from "../context/running.js";
import { askControl } from "../control/control-client.js";
import { ExitError } from "../output/exit.js";
import { print, printJson, printStep } from "../output/print.js";

/** `status`: what runs on a data folder, where, and whether each server is ready. */
export function addStatus(program: Command): void {
  program
    .command("status")
    .description("say what runs on the data folder and whether it is ready")
    .option("--data <folder>", "data folder of the running Soarkit")
    .option("--json", "answer as JSON")
    .action(async (flags: { data?: string; json?: boolean }) => {
      const dataDir = dataFolder(flags.data, process.env);
      const run = await requireRunning(dataDir);
      const threats = await threatService(run, dataDir);
      const agent = await localAgent(run);
      const servers = [];
      try {
        const local = (["platform", "hub"] as const).flatMap((part) => (run.ports[part] === undefined ? [] : [{ part, address: `https://${reachableHost(run.host)}:${run.ports[part]}` }]));
        const [threat] = threats;
        for (const { part, address } of [...local, ...(threat === undefined ? [] : [{ part: "threat service", address: new URL(threat.url).origin }])]) {
          const ready = await request(`${address}/readyz`, { dispatcher: agent }).then(
            async (answer) => {
              await answer.body.dump();
              return answer.statusCode === 200;
            },
            () => false,
          );
          servers.push({ part, address, ready });
        }
      } finally {
        await agent.close();
      }
      const ok = servers.every((server) => server.ready);
      if (flags.json === true) printJson({ ok, version: run.version, pid: run.pid, started: run.started, servers, threat_services: threats, config_file: run.config_file });
      else {
        print(`Soarkit ${run.version}, process ${run.pid}, since ${new Date(run.started).toISOString()}`);
        for (const server of servers) printStep(server.ready, `${server.part} at ${server.address} ${server.ready ? "is ready" : "is not ready"}`);
        for (const { name, url, problem } of threats) printStep(problem === undefined, `${name} at ${url}${problem === undefined ? "" : `: ${problem}`}`);
      }
      if (!ok) throw new ExitError(1);
    });
}

/** The threat services of the integration server, with what went wrong at the last search of each. */
async function threatService(run: RunFile, dataDir: string): Promise<readonly ThreatSearcherStatus[]> {
  if (run.ports.threat === undefined) return [];
  return (await askControl<ServerStatus>(dataDir, "GET", "/status")).threatService?.services ?? [];
}
