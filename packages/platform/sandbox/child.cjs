"use strict";
// The process in which scripts run. Started by src/scripts/script-process.ts with an empty environment and
// Node's permission flags; ends itself when Python breaks. One of two jobs, by the first argument:
//   run FOLDER [SNAPSHOT]        answers requests on the IPC channel
//   snapshot FOLDER TARGET       writes Python's memory after the prelude and ends
const fs = require("node:fs");
const { boot } = require("./boot.cjs");

const [job, pyodideDir, file] = process.argv.slice(2);
if (pyodideDir === undefined) process.exit(2);

/** @param {unknown} message */
function tell(message) {
  if (process.send !== undefined) process.send(message);
}

/** @param {unknown} error */
function breakDown(error) {
  let reason = "unknown";
  try {
    reason = String(error).slice(0, 500);
  } catch {
    // An object without a text of its own: nothing more can be said.
  }
  if (process.send === undefined) process.exit(3);
  process.send({ kind: "broken", reason }, () => process.exit(3));
}

/** @param {string} folder @param {string} target */
async function makeSnapshot(folder, target) {
  const python = await boot({ pyodideDir: folder, makeSnapshot: true });
  fs.writeFileSync(target, python.snapshot(), { mode: 0o600 });
  process.exit(0);
}

/** @param {string} folder @param {string | undefined} snapshotFile */
async function serve(folder, snapshotFile) {
  const python = await boot({ pyodideDir: folder, snapshotFile });
  process.on("message", (/** @type {{ request: string }} */ message) => {
    python.renewRandomness();
    let answer;
    try {
      answer = python.run(message.request);
    } catch (error) {
      breakDown(error);
      return;
    }
    if (typeof answer === "string") tell({ kind: "answer", answer });
    else breakDown("the answer is no text");
  });
  tell({ kind: "ready", memory: process.memoryUsage().rss });
}

process.on("unhandledRejection", breakDown);
process.on("disconnect", () => process.exit(0));
if (job === "snapshot" && file !== undefined) makeSnapshot(pyodideDir, file).catch(breakDown);
else serve(pyodideDir, file).catch(breakDown);
