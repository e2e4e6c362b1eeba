import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findConfigFile } from "./find-config-file.js";

describe("which configuration file counts", () => {
  let root: string;
  const place = async (...parts: string[]): Promise<string> => {
    const path = join(root, ...parts);
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, "");
    return path;
  };
  const find = (more: { flag?: string; env?: NodeJS.ProcessEnv } = {}): ReturnType<typeof findConfigFile> =>
    findConfigFile({ env: {}, cwd: join(root, "cwd"), home: join(root, "home"), dataDir: join(root, "data"), ...more });

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "soarkit-find-"));
  });
  afterEach(() => rm(root, { recursive: true }));

  it("is none when there is none", () => {
    expect(find()).toBeUndefined();
  });

  it("goes by flag, environment, working folder, home, data folder", async () => {
    const data = await place("data", "app.config");
    expect(find()).toEqual({ path: data, why: "data folder" });
    const home = await place("home", ".resilient", "app.config");
    expect(find()).toEqual({ path: home, why: "home" });
    const cwd = await place("cwd", "app.config");
    expect(find()).toEqual({ path: cwd, why: "working folder" });
    const env = { APP_CONFIG_FILE: "named.config" };
    expect(find({ env })).toEqual({ path: join(root, "cwd", "named.config"), why: "environment" });
    expect(find({ env, flag: "/etc/flag.config" })).toEqual({ path: "/etc/flag.config", why: "flag" });
  });

  it("takes no notice of an empty variable", async () => {
    const cwd = await place("cwd", "app.config");
    expect(find({ env: { APP_CONFIG_FILE: "" } })).toEqual({ path: cwd, why: "working folder" });
  });
});
