import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLogger } from "../logging/logger.js";
import { redactText } from "../logging/redact.js";
import { Lifecycle } from "./lifecycle.js";
import { createMetrics, metricsLibrary, processMetrics } from "./metrics.js";
import { isRunning, readRunFile, removeRunFile, writeRunFile, type RunFile } from "./run-file.js";
import { sleep } from "./sleep.js";

describe("stopping", () => {
  let logged = "";
  const log = createLogger({
    name: "test",
    level: "debug",
    destination: new Writable({
      write(chunk: Buffer, _encoding, done) {
        logged += chunk.toString();
        done();
      },
    }),
  });
  beforeEach(() => {
    logged = "";
  });

  it("goes in reverse order, once, and past parts that fail or hang", async () => {
    const lifecycle = new Lifecycle(log, 30);
    const seen: string[] = [];
    const part = (name: string, then: () => Promise<void> = () => Promise.resolve()): void =>
      lifecycle.onStop(name, () => {
        seen.push(name);
        return then();
      });
    part("first");
    part("fails", () => Promise.reject(new Error("cannot")));
    part("hangs", () => new Promise(() => undefined));
    part("last");
    await Promise.all([lifecycle.stop("test"), lifecycle.stop("again")]);
    await lifecycle.stop("again");
    expect(seen).toEqual(["last", "hangs", "fails", "first"]);
    expect(logged).toContain("This part did not stop in time");
    expect(logged).toContain("cannot");
  });

  it("takes parts that throw instead of rejecting", async () => {
    const lifecycle = new Lifecycle(log);
    let stopped = false;
    lifecycle.onStop("first", () => {
      stopped = true;
      return Promise.resolve();
    });
    lifecycle.onStop("throws", () => {
      throw new Error("at once");
    });
    await lifecycle.stop("test");
    expect(stopped).toBe(true);
  });
});

describe("sleeping", () => {
  it("ends with the signal's reason", async () => {
    const reason = new Error("stopping");
    const control = new AbortController();
    const slept = sleep(60_000, control.signal);
    control.abort(reason);
    await expect(slept).rejects.toBe(reason);
    await expect(sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
    await expect(sleep(1)).resolves.toBeUndefined();
  });
});

describe("run.json", () => {
  let folder: string;
  const run: RunFile = {
    version: "0.1.0",
    pid: process.pid,
    host: "127.0.0.1",
    ports: { platform: 8443 },
    admin_token: "run-file-canary",
    ca_file: "/x/ca.pem",
    config_file: "/x/app.config",
    started: 1,
    org_id: 201,
    org_name: "Soarkit",
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "soarkit-run-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("is there for its owner only, and goes", async () => {
    expect(await readRunFile(folder)).toBeUndefined();
    await writeRunFile(folder, run);
    expect(await readRunFile(folder)).toEqual(run);
    expect((await stat(join(folder, "run.json"))).mode & 0o777).toBe(0o600);
    await removeRunFile(folder);
    await removeRunFile(folder);
    expect(await readRunFile(folder)).toBeUndefined();
  });

  it("makes its token unspeakable", async () => {
    await writeRunFile(folder, run);
    expect(redactText("with run-file-canary")).toBe("with ***");
  });

  it.each(["", "{", "null", "{}", '{"pid":1}'])("that says %j is refused by name", async (text) => {
    await writeFile(join(folder, "run.json"), text);
    await expect(readRunFile(folder)).rejects.toMatchObject({ code: "RUN_FILE_UNREADABLE" });
  });

  it("tells whether its process lives", () => {
    expect(isRunning(run)).toBe(true);
    expect(isRunning({ ...run, pid: 2 ** 22 + 1 })).toBe(false);
  });
});

describe("metrics", () => {
  it("start with the figures of the process at the first reading, and keep ours", async () => {
    const metrics = createMetrics();
    const { Counter } = metricsLibrary();
    new Counter({ name: "soarkit_things_total", help: "Things", registers: [metrics] }).inc(3);
    expect(metrics.getMetricsAsArray()).toHaveLength(1);
    for (const text of [await metrics.metrics(), await metrics.metrics()]) {
      expect(text).toContain("soarkit_things_total 3");
      expect(text).toContain("nodejs_eventloop_lag_p99_seconds");
    }
  });

  it("are one registry for the whole process unless told otherwise", () => {
    expect(processMetrics()).toBe(processMetrics());
    expect(createMetrics()).not.toBe(processMetrics());
  });
});
