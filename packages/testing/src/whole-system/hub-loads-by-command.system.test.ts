import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSoarkitProcess, tempFolder, until, type SoarkitProcess } from "../index.js";

const launcher = fileURLToPath(new URL("../../../cli/bin/soarkit.js", import.meta.url));
const terminal = spawnSync("script", ["--version"]).status === 0;
/** So many that a load still runs after the commands that look for it. */
const values = 120_000;

interface Load {
  readonly id: number;
  readonly name: string;
  readonly state: string;
  readonly added: number;
  readonly rows: number;
}

/** What a command printed so far, and its exit code once it has ended. */
interface Running {
  readonly output: () => string;
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
}

/** Text without what steers a terminal. */
const plain = (text: string): string => text.replaceAll(/\u001b\[[\d;?]*[a-zA-Z]|\u001b[78]/g, "");

describe("loads by command", { timeout: 300_000 }, () => {
  let data: Awaited<ReturnType<typeof tempFolder>>;
  let soarkit: SoarkitProcess;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    data = await tempFolder("soarkit-loads");
    soarkit = await startSoarkitProcess(data.path, ["--no-samples", "--only", "hub"]);
  });
  afterAll(async () => {
    for (const child of children) child.kill("SIGKILL");
    await soarkit.stop();
    await data.remove();
  });

  const env = (): NodeJS.ProcessEnv => ({ ...process.env, HOME: data.path, NO_COLOR: "1" });
  const line = (...args: string[]): string[] => [launcher, "hub", ...args, "--data", data.path];
  const hub = (...args: string[]): { status: number | null; stdout: string; stderr: string } => spawnSync(process.execPath, line(...args), { encoding: "utf8", env: env() });
  const started = (program: string, args: readonly string[]): Running => {
    const child = spawn(program, args, { env: env(), stdio: ["pipe", "pipe", "pipe"] });
    children.push(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    return { child, output: () => output, ended: once(child, "close").then(([code]) => code as number | null) };
  };
  /** Runs a command at a terminal of its own. */
  const atTerminal = (...args: string[]): Running => started("script", ["-qec", [process.execPath, ...line(...args)].map((word) => `'${word}'`).join(" "), "/dev/null"]);
  const file = async (name: string, network: number): Promise<string> => {
    const path = join(data.path, name);
    await writeFile(path, Array.from({ length: values }, (_, index) => `10.${network + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`).join("\n"));
    return path;
  };
  const loads = (): Load[] => JSON.parse(hub("loads", "--json").stdout) as Load[];
  const running = (name: string): Promise<Load> => until(`${name} is being loaded`, 60_000, () => Promise.resolve(loads().find((load) => load.name === name && load.state === "running" && load.added > 0)));

  it("one is stopped, waits, and goes on where it stopped; every value is there once", async () => {
    const importing = started(process.execPath, line("import", await file("stopped.txt", 0)));
    const { id } = await running("stopped.txt");
    const stop = hub("stop", String(id));
    expect([stop.status, stop.stderr]).toEqual([0, ""]);
    expect(stop.stdout).toContain(`stopped.txt (load ${id}, text): stopped`);
    expect(stop.stdout).toContain(`soarkit hub resume ${id}`);
    // Whoever waited for it learns that it is not done.
    expect(await importing.ended).toBe(1);
    expect(importing.output()).toContain(`stopped.txt (load ${id}, text): stopped`);
    expect(importing.output()).not.toContain("\u001b");
    const [stopped] = loads();
    expect(stopped).toMatchObject({ id, state: "stopped" });
    expect(stopped?.added).toBeLessThan(values);
    expect(plain(hub("loads").stdout)).toMatch(new RegExp(`^ +${id} .* stopped \\d+% +stopped\\.txt: `, "m"));

    const again = hub("stop", String(id));
    expect([again.status, again.stdout]).toEqual([1, ""]);
    expect(again.stderr).toContain(`The load ${id} is stopped: only a load that is running or waits can be stopped`);

    const resumed = hub("resume", String(id), "--json");
    expect([resumed.status, resumed.stderr]).toEqual([0, ""]);
    expect(JSON.parse(resumed.stdout)).toMatchObject({ id, state: "done", added: values, known: 0, rows: values, skipped: 0 });
    const twice = hub("resume", String(id));
    expect([twice.status, twice.stdout]).toEqual([1, ""]);
    expect(twice.stderr).toContain(`The load ${id} is done: only a load that was stopped or interrupted can go on`);
  });

  it.each([["stop", "99"], ["resume", "99"], ["loads", "99"]])("%s of a load that is not there says so and ends with 1", (verb, id) => {
    const answer = hub(verb, id);
    expect([answer.status, answer.stdout]).toEqual([1, ""]);
    expect(answer.stderr).toContain("There is no load 99. List them with soarkit hub loads.");
  });

  it.each([["stop"], ["resume"]])("%s without a number is a wrong usage: 2", (verb) => {
    expect(hub(verb)).toMatchObject({ status: 2, stdout: "" });
  });

  it("a file that cannot be read ends with 1 and the reason", async () => {
    const path = join(data.path, "broken.json");
    await writeFile(path, '{"type": "bundle", "objects": [');
    const answer = hub("import", path);
    expect([answer.status, answer.stdout]).toEqual([1, ""]);
    expect(answer.stderr).toMatch(/The load \d+ has failed: broken\.json cannot be read/);
  });

  it.skipIf(!terminal)("at a terminal a bar shows how far it is, and leaves the line and the cursor as they were", async () => {
    const path = await file("watched.txt", 20);
    const importing = atTerminal("import", path);
    const { id } = await running("watched.txt");
    expect(hub("stop", String(id)).status).toBe(0);
    expect(await importing.ended).toBe(1);
    const resuming = atTerminal("resume", String(id));
    expect(await resuming.ended).toBe(0);
    for (const [output, end] of [[importing.output(), "stopped"], [resuming.output(), "done"]] as const) {
      const shares = [...plain(output).matchAll(/watched\.txt [█░]+ (\d+)% [\d,]+ rows, [\d,]+ added/g)].map(([, share]) => Number(share));
      expect(shares.length).toBeGreaterThan(1);
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
      expect(output.lastIndexOf("\u001b[?25h")).toBeGreaterThan(output.lastIndexOf("\u001b[?25l"));
      // The line was cleared from its beginning: what became of the load stands there alone.
      expect(output).toMatch(new RegExp(`\u001b\\[2K(?:\u001b[^a-zA-Z78]*[a-zA-Z78])*watched\\.txt \\(load ${id}, text\\): ${end}\\r?\\n`));
    }
  });

  it.skipIf(!terminal)("Ctrl-C leaves the load to the hub, says so, and ends with 130", async () => {
    const importing = atTerminal("import", await file("left.txt", 40));
    const { id } = await running("left.txt");
    await until("the bar stands", 30_000, () => Promise.resolve(plain(importing.output()).includes("left.txt ") || undefined));
    importing.child.stdin?.write("\u0003");
    expect(await importing.ended).toBe(130);
    expect(plain(importing.output())).toContain(`The load ${id} goes on in the hub. soarkit hub loads ${id} shows it, soarkit hub stop ${id} stops it.`);
    expect(importing.output().lastIndexOf("\u001b[?25h")).toBeGreaterThan(importing.output().lastIndexOf("\u001b[?25l"));
    await until("it is done", 180_000, () => Promise.resolve(loads().find((load) => load.id === id && load.state === "done")));
    const shown = hub("loads", String(id), "--json");
    expect(JSON.parse(shown.stdout)).toMatchObject({ state: "done", added: values, known: 0 });
  });
});
