import type { Command } from "commander";
import { request } from "undici";
import { localAgent, reachableHost } from "../context/local-http.js";
import { dataFolder } from "../context/paths.js";
import { requireRunning } from "../context/running.js";
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
      const run = await requireRunning(dataFolder(flags.data, process.env));
      const agent = await localAgent(run);
      const servers = [];
      try {
        for (const part of ["platform", "hub"] as const) {
          const port = run.ports[part];
          if (port === undefined) continue;
          const address = `https://${reachableHost(run.host)}:${port}`;
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
      if (flags.json === true) printJson({ ok, version: run.version, pid: run.pid, started: run.started, servers, config_file: run.config_file });
      else {
        print(`Soarkit ${run.version}, process ${run.pid}, since ${new Date(run.started).toISOString()}`);
        for (const server of servers) printStep(server.ready, `${server.part} at ${server.address} ${server.ready ? "is ready" : "is not ready"}`);
      }
      if (!ok) throw new ExitError(1);
    });
}
