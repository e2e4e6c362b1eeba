import type { Command } from "commander";
import { readFile } from "node:fs/promises";
import { createLogger, type RunFile } from "@soarkit/runtime";
import { connectSoar } from "@soarkit/soar-client";
import { reachableHost } from "../context/local-http.js";
import { readReport } from "../context/misp-reports.js";
import { dataFolder } from "../context/paths.js";
import { requireRunning } from "../context/running.js";
import { isSameName } from "../context/installed-apps.js";
import { runDemo } from "../demo/demo.js";
import { HubReports } from "../demo/hub-reports.js";
import { readReportContent } from "../demo/report-artifacts.js";
import type { DemoStep } from "../demo/steps.js";
import { runTrustarDemo } from "../demo/trustar-demo.js";
import { ExitError } from "../output/exit.js";
import { bold, dim, print, printJson, printStep } from "../output/print.js";
import { SoarkitError } from "@soarkit/protocol";

interface DemoFlags {
  report: string;
  app: string;
  data?: string;
  json?: boolean;
}

/** `soarkit demo`: the main job with a real report, against a running Soarkit, step by step. */
export function addDemo(program: Command): void {
  program
    .command("demo")
    .description("do the main job with a real threat report against a running Soarkit")
    .option("--report <name>", "a sample report, or the path of a MISP JSON event", "machete")
    .option("--app <name>", "the app that does it: anomali-staxx or trustar", "anomali-staxx")
    .option("--data <folder>", "data folder of the running Soarkit")
    .option("--json", "print the transcript as JSON")
    .action(async (flags: DemoFlags) => {
      const isTrustar = ["trustar", "trustar-resilient", "fn-trustar"].some((name) => isSameName(name, flags.app));
      if (!isTrustar && !["anomali-staxx", "fn-anomali-staxx"].some((name) => isSameName(name, flags.app))) throw new ExitError(2, `there is no demo of ${flags.app}; choose anomali-staxx or trustar`);
      const run = await requireRunning(dataFolder(flags.data, process.env));
      if (run.ports.platform === undefined) throw new SoarkitError("PART_NOT_RUNNING", { part: "platform" });
      const file = await readReport(flags.report);
      const client = await connectSoar({
        host: reachableHost(run.host),
        port: run.ports.platform,
        org: run.org_name,
        bearer: run.admin_token,
        ca: await readFile(run.ca_file, "utf8"),
        log: createLogger({ name: "demo", level: "silent" }),
      });
      try {
        const onStep = (step: DemoStep): void => {
          if (flags.json) return;
          printStep(step.ok, step.step, step.seconds);
          for (const line of (step.detail ?? "").split("\n").filter((text) => text.trim())) print(`    ${line}`);
          if (step.link) print(dim(`    ${step.link}`));
        };
        const report = readReportContent(file.event);
        const transcript = isTrustar ? await withReports(run, (hub) => runTrustarDemo({ client, hub, report, reportName: file.name, onStep })) : await runDemo(client, report, file.name, onStep);
        if (flags.json) printJson(transcript);
        else print(transcript.ok ? `\n${bold("Every step was seen.")}${isTrustar ? "" : ` The incident: ${transcript.incident?.link ?? ""}`}` : `\n${bold("Not every step was seen.")}`);
        if (!transcript.ok) throw new ExitError(1);
      } finally {
        await client.close();
      }
    });
}

async function withReports<T>(run: RunFile, work: (hub: HubReports) => Promise<T>): Promise<T> {
  const hub = await HubReports.open(run, "trustar_account_2");
  try {
    return await work(hub);
  } finally {
    await hub.close();
  }
}
