"use strict";
// Boots CPython (Pyodide) in a bare context: no process, no require, no import(), no fetch; and no function of
// Node's realm is ever handed in, so that not even an error thrown at the limit of the stack leads outside.
const vm = require("node:vm");
const fs = require("node:fs");
const path = require("node:path");
const { randomFillSync } = require("node:crypto");
const { installShims } = require("./shims.cjs");

/**
 * @typedef {object} Python
 * @property {(request: string) => string} run runs one request (JSON) of prelude.py and answers JSON
 * @property {() => void} renewRandomness to be called before each run
 * @property {() => Uint8Array} snapshot memory image; only when booted for it
 */

/** @param {string} text @param {string} find @param {string} replacement */
function replaceOrFail(text, find, replacement) {
  if (!text.includes(find)) throw new Error(`Pyodide's source has no ${find}: this version is not supported`);
  return text.replaceAll(find, replacement);
}

/**
 * @param {{ pyodideDir: string; snapshotFile?: string | undefined; makeSnapshot?: boolean }} options
 * @returns {Promise<Python>}
 */
async function boot({ pyodideDir, snapshotFile, makeSnapshot = false }) {
  const context = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: true } });
  /** @param {string} code */
  const inside = (code) => vm.runInContext(code, context);
  const allocate = inside("(size) => new Uint8Array(size)");
  const files = inside("Object.create(null)");
  /** @param {string} name @param {string} file */
  const provide = (name, file) => {
    const bytes = fs.readFileSync(file);
    const target = allocate(bytes.length);
    target.set(bytes);
    files[name] = target;
  };
  provide("pyodide.asm.wasm", path.join(pyodideDir, "pyodide.asm.wasm"));
  provide("python_stdlib.zip", path.join(pyodideDir, "python_stdlib.zip"));
  if (snapshotFile !== undefined) provide("memory.snapshot", snapshotFile);

  const randomness = allocate(1 << 18);
  randomFillSync(randomness);
  const controls = inside(`(${installShims.toString()})`)(inside("globalThis"), files, randomness);

  let loader = fs.readFileSync(path.join(pyodideDir, "pyodide.js"), "utf8");
  loader = replaceOrFail(loader, "import(", "importForbidden(");
  let engine = fs.readFileSync(path.join(pyodideDir, "pyodide.asm.mjs"), "utf8");
  engine = replaceOrFail(engine, "import.meta.url", '"/pyodide.asm.mjs"');
  engine = replaceOrFail(engine, "if(ENVIRONMENT_IS_SHELL){return view=>{if(!os.system)", "if(false){return view=>{if(!os.system)");
  engine = replaceOrFail(engine, "export default _createPyodideModule", "globalThis.createModule=_createPyodideModule");
  engine = engine.replace(/\bimport\(/g, "importForbidden(");
  new vm.Script(engine, { filename: "pyodide.asm.js" }).runInContext(context);
  new vm.Script(loader, { filename: "pyodide.js" }).runInContext(context);

  const lock = JSON.parse(fs.readFileSync(path.join(pyodideDir, "pyodide-lock.json"), "utf8"));
  const settings = [
    "indexURL: '/python/'",
    "createPyodideModule: createModule",
    "jsglobals: Object.create(null)",
    `lockFileContents: ${JSON.stringify(JSON.stringify({ packages: {}, info: lock.info }))}`,
    ...(snapshotFile === undefined ? [] : ["_loadSnapshot: readbuffer('memory.snapshot')"]),
    ...(makeSnapshot ? ["_makeSnapshot: true"] : []),
  ];
  const python = await inside(`loadPyodide({ ${settings.join(", ")} })`);
  controls.forgetBootHelpers();
  if (snapshotFile === undefined) python.runPython(fs.readFileSync(path.join(__dirname, "prelude.py"), "utf8"));

  /** @type {((request: string) => string) | undefined} */
  let run;
  return {
    run: (request) => {
      run ??= inside("(python) => { const run = python.globals.get('run'); python.runPython('seal()'); return (request) => run(request); }")(python);
      return /** @type {(request: string) => string} */ (run)(request);
    },
    renewRandomness: () => {
      randomFillSync(randomness);
      controls.randomnessRenewed();
    },
    snapshot: () => Buffer.from(python.makeMemorySnapshot()),
  };
}

module.exports = { boot };
