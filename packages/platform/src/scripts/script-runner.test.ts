import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { SoarkitError, type ErrorCode } from "@soarkit/protocol";
import { createLogger } from "@soarkit/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findSandboxFiles, sandboxFlags } from "./sandbox-files.js";
import type { ScriptContext, ScriptLimits, ScriptOutcome } from "./script-context.js";
import { ScriptRunner } from "./script-runner.js";

const cacheDir = mkdtempSync(path.join(tmpdir(), "soarkit-scripts-"));
const log = createLogger({ name: "test", level: "silent" });
let runner: ScriptRunner;

beforeAll(async () => {
  runner = new ScriptRunner({ log, cacheDir, size: 2 });
  await runner.prepare();
}, 60_000);
afterAll(async () => {
  await runner.stop();
  rmSync(cacheDir, { recursive: true, force: true });
});

const artifact = { id: 7, value: "évil.example.com", type: "DNS Name", description: null, hits: [] };
const incident = { id: 2095, name: "Inc ✓", severity_code: "Low", description: { format: "html", content: "<b>hi</b>" }, properties: { case_ref: null } };

function post(source: string, globals: ScriptContext["globals"] = {}, limits?: ScriptLimits): Promise<ScriptOutcome> {
  return runner.run(source, "python", { kind: "post", globals: { incident, artifact, ...globals } }, limits);
}
async function refusal(run: Promise<unknown>): Promise<SoarkitError> {
  const error: unknown = await run.then(
    (value) => new Error(`it ended well: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (error instanceof SoarkitError) return error;
  throw error;
}
async function expectFailure(source: string, code: ErrorCode, text: RegExp, limits?: ScriptLimits): Promise<void> {
  const error = await refusal(post(source, {}, limits));
  expect(error.message).toMatch(text);
  expect(error.code).toBe(code);
  const next = await post('log.info("still here")');
  expect(next.log).toEqual([{ level: "info", text: "still here" }]);
}

describe("what a script sees and answers", () => {
  it("sets inputs from artifact and rule in a pre-process script", async () => {
    const outcome = await runner.run(
      "inputs.staxx_indicator = artifact.value\ninputs.staxx_tlp = rule.properties.tlp_color\ninputs.staxx_max = inputs.staxx_max or 50\ninputs.not_set = rule.properties.gone",
      "python",
      { kind: "pre", globals: { artifact, inputs: { staxx_severity: "low" }, rule: { name: "Import", properties: { tlp_color: "RED" } } } },
    );
    expect(outcome.inputs).toEqual({ staxx_severity: "low", staxx_indicator: "évil.example.com", staxx_tlp: "RED", staxx_max: 50, not_set: null });
  });

  it("leaves out changes that a pre-process script makes to other objects, and says so", async () => {
    const outcome = await runner.run("incident.addNote('x')\nincident.severity_code = 'High'", "python", { kind: "pre", globals: { incident } });
    expect(outcome.effects).toEqual([]);
    expect(outcome.log).toEqual([expect.objectContaining({ level: "warning" })]);
  });

  it("names an input that the function does not have, and those it has", async () => {
    const error = await refusal(runner.run("x = 1\ninputs.staxx_indicatr = 1", "python", { kind: "pre", globals: {}, inputNames: ["staxx_indicator"] }));
    expect(error.code).toBe("SCRIPT_FAILED");
    expect(error.details.line).toBe(2);
    expect(error.message).toMatch(/no input 'staxx_indicatr'.*staxx_indicator/);
  });

  it("reads results by item and by attribute, to any depth", async () => {
    const results = { success: true, content: [{ itype: "mal_domain", tags: ["ü"] }], inputs: { a: { name: "low" } } };
    const outcome = await post('incident.addNote(u"{} {} {} %s".format(results.success, results["content"][0].itype, results.inputs.a["name"]) % results.content[0]["tags"][0])', { results });
    expect(outcome.effects).toEqual([{ kind: "add_note", target: "incident", text: { format: "text", content: "True mal_domain low ü" } }]);
  });

  it("gives None for results that the reply did not have", async () => {
    const outcome = await post("log.info(results is None and task is None)");
    expect(outcome.log).toEqual([{ level: "info", text: "True" }]);
  });

  it("collects notes, artifacts, hits, field changes and workflow properties in their order", async () => {
    const outcome = await post(
      [
        'incident.addNote(helper.createRichText("<b>Score</b> {}".format(7)))',
        'made = incident.addArtifact("String", "a", u"caf\\u00e9")',
        'made.description = helper.createPlainText("later")',
        'artifact.addHit("Net tools", [{"name": "Score", "type": "number", "value": 7}])',
        'incident.severity_code = "High"',
        "incident.properties.case_ref = incident.severity_code + '-1'",
        'artifact.description = "seen"',
        'workflow.addProperty("found", {"n": [1, 2.5]})',
        "log.info(workflow.properties.found.n)",
      ].join("\n"),
      { workflow: { properties: {} } },
    );
    expect(outcome.effects).toEqual([
      { kind: "add_note", target: "incident", text: { format: "html", content: "<b>Score</b> 7" } },
      { kind: "add_artifact", type: "String", value: "a", description: { format: "text", content: "later" }, hits: [] },
      { kind: "add_hit", name: "Net tools", properties: [{ name: "Score", type: "number", value: 7 }] },
      { kind: "set_field", object: "incident", field: "severity_code", value: "High" },
      { kind: "set_field", object: "incident", field: "properties.case_ref", value: "High-1" },
      { kind: "set_field", object: "artifact", field: "description", value: "seen" },
      { kind: "workflow_property", name: "found", value: { n: [1, 2.5] } },
    ]);
    expect(outcome.log).toEqual([{ level: "info", text: "[1, 2.5]" }]);
  });

  it("answers the value of a condition", async () => {
    const context: ScriptContext = { kind: "condition", globals: { workflow: { properties: { out: { success: true } } } }, expression: "workflow.properties.out.success and limit > 2" };
    expect((await runner.run("limit = 3", "python3", context)).value).toBe(true);
  });

  it("lets Python 2 names work in scripts of that language only", async () => {
    expect((await post("log.info(unicode(len(list(xrange(3)))))")).log[0]?.text).toBe("3");
    const error = await refusal(runner.run("unicode(1)", "python3", { kind: "post", globals: {} }));
    expect(error.message).toMatch(/line 1: NameError/);
  });
});

describe("what a script is told when it fails", () => {
  it("says line and reason of an exception", async () => {
    const error = await refusal(post('x = 1\nvalue = results["content"]'));
    expect(error.message).toMatch(/line 2: TypeError: 'NoneType' object is not subscriptable \(in: value = results\["content"\]\)/);
  });

  it("says where a script copied from the STAXX document lost its indentation", async () => {
    const source = 'note = u"Artifact: {}".format(artifact.value)\nif not results.content:\nnote = note + u"\\n No results found"\nelse:\nincident.addNote(note)';
    const error = await refusal(post(source));
    expect(error.message).toMatch(/line 3: IndentationError: expected an indented block after 'if' statement on line 2/);
  });

  it("keeps nothing of a script that ends with helper.fail, even inside a bare except", async () => {
    const error = await refusal(post('incident.addNote("a")\ntry:\n  helper.fail("no score")\nexcept:\n  pass\nincident.addNote("b")'));
    expect(error.code).toBe("SCRIPT_HELPER_FAIL");
    expect(error.message).toMatch(/no score/);
  });

  it("names a field that the object does not have", async () => {
    expect((await refusal(post("incident.severety = 1"))).message).toMatch(/incident has no field 'severety'/);
    expect((await refusal(post("incident.properties.nope"))).message).toMatch(/incident has no field 'properties.nope'/);
  });

  it("refuses values that the platform cannot store", async () => {
    expect((await refusal(post("incident.properties.case_ref = object()"))).message).toMatch(/cannot hold a value of type object/);
    expect((await refusal(post("workflow.addProperty('a', 2**60)", { workflow: { properties: {} } }))).message).toMatch(/too large/);
  });
});

describe("what a script cannot do", () => {
  it.each([
    ["start a program", 'import os; os.system("id")', /may not start programs/],
    ["start a program through popen", 'import os; os.popen("id").read()', /may not/],
    ["start a program through subprocess", "import subprocess", /may not import subprocess/],
    ["copy its process", "import os\nwhile True: os.fork()", /fork|may not/],
    ["start threads", "import threading\nthreading.Thread(target=print).start()", /thread/],
    ["open a connection", "import socket\nsocket.create_connection(('127.0.0.1', 22))", /may not use the network/],
    ["fetch a page", "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:1/')", /may not use the network|urlopen/],
    ["write files", "open('/tmp/x', 'w')", /may not write files/],
    ["reach JavaScript", "import js", /may not import js/],
    ["reach JavaScript through Pyodide", "from pyodide.code import run_js", /may not import pyodide/],
    ["reach JavaScript through Pyodide's core", "import importlib\nimportlib.import_module('_pyodide_core')", /may not import _pyodide_core/],
    ["mount the host's folders", "import pyodide_js", /may not import pyodide_js/],
    ["call into memory", "import ctypes\nctypes.string_at(0)", /may not import ctypes/],
    ["read the host's files", "print(open('/etc/hostname').read())", /FileNotFoundError/],
  ])("a script cannot %s", async (_what, source, text) => {
    await expectFailure(source, "SCRIPT_FAILED", text);
  });

  it("a script finds nothing of the host in its environment or file system", async () => {
    const outcome = await post("import os\nprint(dict(os.environ).get('PATH'), os.path.exists('/work'), os.path.exists('/proc/1'), os.getuid())\nprint(sorted(os.listdir('/')))");
    expect(outcome.log.map((line) => line.text).join("\n")).not.toMatch(/node|\/usr|root|work/);
  });

  it("a script that digs in the interpreter's objects gets no function of the host process", async () => {
    const source = [
      "import gc, sys",
      "found = []",
      "for thing in gc.get_objects() + list(sys.modules.values()):",
      "  if type(thing).__name__ == 'JsProxy' or getattr(thing, '__name__', '') in ('js', 'pyodide_js', '_pyodide_core'):",
      "    for text in ('return process', 'return globalThis'):",
      "      try:",
      "        found.append(str(thing.constructor.constructor(text)().process))",
      "      except BaseException as error:",
      "        pass",
      "log.info('%d' % len(found))",
    ].join("\n");
    expect((await post(source)).log).toEqual([{ level: "info", text: "0" }]);
  });

  it("a script that finds its way into JavaScript all the same finds no process, no import and no compiler there", async () => {
    const source = [
      "import sys, _frozen_importlib as loader",
      "sys.meta_path[:] = []",
      "core = loader.BuiltinImporter.create_module(loader.ModuleSpec('_pyodide_core', loader.BuiltinImporter, origin='built-in'))",
      "loader.BuiltinImporter.exec_module(core)",
      "array = core.to_js([1, 2, 3])",
      "log.info(str(array.constructor.name))",
      "try:",
      "  log.info(str(array.constructor.constructor('return 1')()))",
      "except BaseException as error:",
      "  log.info(str(error))",
    ].join("\n");
    const said = (await post(source)).log.map((line) => line.text);
    expect(said[0]).toBe("Array");
    expect(said[1]).toMatch(/EvalError: Code generation from strings disallowed/);
    expect((await post("log.info('on')")).log).toHaveLength(1);
  });

  it("the process in which scripts run reads no other file, starts nothing and compiles no text", () => {
    const files = findSandboxFiles();
    const probe = path.join(cacheDir, "probe.cjs");
    writeFileSync(
      probe,
      `const tries = { read: () => require("node:fs").readFileSync("/etc/hostname"), write: () => require("node:fs").writeFileSync(${JSON.stringify(path.join(cacheDir, "x"))}, ""),
        start: () => require("node:child_process").spawnSync("id").error === undefined || undefined, thread: () => new (require("node:worker_threads").Worker)("1", { eval: true }),
        compile: () => Function("return 1")(), evaluate: () => (0, eval)("1") };
      for (const [name, run] of Object.entries(tries)) { try { run(); console.log(name, "done"); } catch (error) { console.log(name, "refused"); } }`,
    );
    const { stdout, stderr } = spawnSync(process.execPath, [...sandboxFlags(files, { read: probe }), probe], { env: {}, encoding: "utf8" });
    expect(stdout.trim().split("\n"), stderr).toEqual(["read", "write", "start", "thread", "compile", "evaluate"].map((name) => `${name} refused`));
  });
});

describe("what a script is stopped at", () => {
  const quick = { timeMs: 700 };
  it.each([
    ["an endless loop", "while True: pass"],
    ["an endless loop that catches everything", "while True:\n  try:\n    while True: pass\n  except BaseException:\n    pass"],
    ["a regular expression that never ends", "import re\nre.match(r'(a+)+$', 'a' * 40 + 'b')"],
    ["sleeping", "import time\ntime.sleep(60)"],
  ])("stops %s, and the next script runs", async (_what, source) => {
    await expectFailure(source, "SCRIPT_TIME_LIMIT", /longer than 0.7 seconds/, quick);
  });

  it.each([
    ["a list of 2 GB", "x = [0] * (2 << 28)"],
    ["a text that doubles for ever", "x = 'a'\nwhile True: x += x"],
  ])("stops %s, and the next script runs", async (_what, source) => {
    await expectFailure(source, "SCRIPT_MEMORY_LIMIT", /more than 256 MB/);
  });

  it("stops endless recursion, and the next script runs", async () => {
    await expectFailure("def f(): f()\nf()", "SCRIPT_FAILED", /line 1: RecursionError/);
  });

  it("survives recursion that Python was told not to count", async () => {
    const error = await refusal(post("import sys\nsys.setrecursionlimit(10**6)\ndef f(x): return [f(x)]\nf(1)"));
    expect(["SCRIPT_FAILED", "SCRIPT_CRASHED", "SCRIPT_MEMORY_LIMIT"]).toContain(error.code);
    expect((await post("log.info('on')")).log).toHaveLength(1);
  });

  it("stops a flood of notes and cuts a flood of log lines", async () => {
    await expectFailure("while True: incident.addNote('x')", "SCRIPT_OUTPUT_LIMIT", /more than 1000 changes/);
    await expectFailure("for i in range(9): incident.addNote('x' * 1000000)", "SCRIPT_OUTPUT_LIMIT", /4000000 characters/);
    const outcome = await post("for i in range(10000): print(i)");
    expect(outcome.log).toHaveLength(501);
    expect(outcome.log.at(-1)?.text).toMatch(/left out/);
  });
});

describe("how scripts share processes", () => {
  it("shows a script nothing of what another workspace's script left behind", async () => {
    const one = new ScriptRunner({ log, cacheDir, size: 1 });
    try {
      await one.prepare();
      const tamper = "import json\njson.tampered = 1";
      const look = "import json\nlog.info(hasattr(json, 'tampered'))";
      const run = (source: string, workspace: string): Promise<ScriptOutcome> => one.run(source, "python", { kind: "object", globals: {} }, { workspace });
      await run(tamper, "a");
      expect((await run(look, "a")).log[0]?.text).toBe("True");
      expect((await run(look, "b")).log[0]?.text).toBe("False");
      expect((await run(look, "a")).log[0]?.text).toBe("False");
    } finally {
      await one.stop();
    }
  });

  it("refuses a script when too many wait, and runs all that it took", async () => {
    const one = new ScriptRunner({ log, cacheDir, size: 1, queueLimit: 2, runsPerProcess: 1 });
    try {
      await one.prepare();
      const runs = Array.from({ length: 4 }, (_, at) => one.run(`log.info(${at})`, "python", { kind: "object", globals: {} }));
      const ends = await Promise.allSettled(runs);
      expect(ends.map((end) => (end.status === "fulfilled" ? end.value.log[0]?.text : (end.reason as SoarkitError).code))).toEqual(["0", "1", "2", "SCRIPT_QUEUE_FULL"]);
    } finally {
      await one.stop();
    }
  });

  it("throws away a snapshot that does not start, and starts without", async () => {
    const name = readdirSync(cacheDir).find((file) => file.endsWith(".snapshot"));
    const folder = mkdtempSync(path.join(tmpdir(), "soarkit-snapshot-"));
    writeFileSync(path.join(folder, name ?? "missing"), "not a memory image");
    const one = new ScriptRunner({ log, cacheDir: folder, size: 1 });
    try {
      await one.prepare();
      expect((await one.run("log.info(1)", "python", { kind: "object", globals: {} })).log[0]?.text).toBe("1");
    } finally {
      await one.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
