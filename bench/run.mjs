// Runs one measurement: `npm run bench -- lists`. The packages must be built (`npm run build`).
/** @type {Record<string, () => Promise<{ run: (args: string[]) => Promise<number> }>>} */
const benches = { hub: () => import("./hub.mjs"), lists: () => import("./platform-lists.mjs"), events: () => import("./platform-events.mjs"), threats: () => import("./threats.mjs"), trustar: () => import("./trustar.mjs") };
const [name = "", ...rest] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench === undefined) {
  process.stderr.write(`Name what to measure: ${Object.keys(benches).join(", ")}\n`);
  process.exitCode = 2;
} else process.exitCode = await (await bench()).run(rest);
