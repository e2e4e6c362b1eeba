export { readUpOptions, type UpFlags, type UpOptions } from "./up/options.js";
export { type RunningSoarkit, startSoarkit } from "./up/start-soarkit.js";
export { runDemo } from "./demo/demo.js";
export type { DemoTranscript } from "./demo/steps.js";
export { readReportContent } from "./demo/report-artifacts.js";
export { readReport } from "./context/misp-reports.js";
export { run } from "./main.js";
