import { spawnSync } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseConfigText } from "@soarkit/runtime";
import { Agent, request } from "undici";
import { describe, expect, it } from "vitest";
import { startSoarkitProcess, useSoarkit } from "../index.js";
import { hubGet } from "./hub-records.js";

const bin = fileURLToPath(new URL("../../../cli/bin/", import.meta.url));

describe("the first start", () => {
  const system = useSoarkit([]);

  function command(name: string, ...args: string[]) {
    return spawnSync(process.execPath, [join(bin, `${name}.js`), ...args], { encoding: "utf8", cwd: system.dataDir, env: { ...process.env, HOME: system.dataDir, NO_COLOR: "1" } });
  }

  async function mode(name: string): Promise<number> {
    return (await stat(join(system.dataDir, name))).mode & 0o777;
  }

  it("prints the addresses, a login link and where the password is", () => {
    const output = system.soarkit.output();
    expect(output).toContain(`https://127.0.0.1:${system.soarkit.run.ports.platform ?? 0}/`);
    expect(output).toContain("/login/once?token=");
    expect(output).toContain("admin-password.txt");
  });

  it("keeps its folder and its secrets to the owner", async () => {
    expect(await mode(".")).toBe(0o700);
    for (const name of ["run.json", "admin-password.txt", "app.config"]) expect(await mode(name)).toBe(0o600);
  });

  it("writes an app.config that any IBM-style client can use, with a comment for every key", async () => {
    const text = await readFile(join(system.dataDir, "app.config"), "utf8");
    const config = parseConfigText(text, "app.config");
    const { host, ports, org_name: org, ca_file: cafile } = system.soarkit.run;
    const resilient = { host, port: String(ports.platform), org, cafile, stomp_host: host, stomp_port: String(ports.stomp), api_key_id: expect.stringMatching(/^[\da-f-]{36}$/), api_key_secret: expect.stringMatching(/^[\w-]{43}$/) };
    expect(Object.fromEntries(Object.keys(resilient).map((key) => [key, config.get("resilient", key)]))).toEqual(resilient);
    const staxx = { staxx_ip: host, staxx_port: String(ports.hub), staxx_user: "soarkit", staxx_password: expect.stringMatching(/^\S{16,}$/) };
    expect(Object.fromEntries(Object.keys(staxx).map((key) => [key, config.get("fn_anomali_staxx", key)]))).toEqual(staxx);
    const lines = text.split("\n");
    const withoutComment = lines.filter((line, index) => /^\w+\s*=/.test(line) && !lines.slice(0, index).reverse().find((earlier) => !/^\w+\s*=/.test(earlier))?.startsWith("#"));
    expect(withoutComment).toEqual([]);
  });

  it("loads the sample reports into the hub", async () => {
    const rows = (await hubGet(system.soarkit.run, "/api/hub/indicators?size=5000&query=confidence>=0")) as unknown[];
    expect(rows.length).toBeGreaterThan(300);
  });

  it("answers /healthz and /readyz on every server", async () => {
    const agent = new Agent({ connect: { ca: await readFile(system.soarkit.run.ca_file, "utf8") } });
    for (const port of [system.soarkit.run.ports.platform, system.soarkit.run.ports.hub]) {
      for (const path of ["/healthz", "/readyz"]) {
        const answer = await request(`https://127.0.0.1:${port ?? 0}${path}`, { dispatcher: agent });
        await answer.body.dump();
        expect(answer.statusCode).toBe(200);
      }
    }
    await agent.close();
  });

  it("lets a login link be used once", async () => {
    const link = /https:\S+\/login\/once\?token=\S+/.exec(system.soarkit.output())?.[0] ?? "";
    const agent = new Agent({ connect: { ca: await readFile(system.soarkit.run.ca_file, "utf8") } });
    const first = await request(link, { dispatcher: agent });
    await first.body.dump();
    expect(first.statusCode).toBeLessThan(400);
    expect(String(first.headers["set-cookie"])).toMatch(/Secure/);
    expect(String(first.headers["set-cookie"])).toMatch(/HttpOnly/);
    const second = await request(link, { dispatcher: agent });
    await second.body.dump();
    expect(String(second.headers.location)).toContain("/login?link=invalid");
    expect(second.headers["set-cookie"]).toBeUndefined();
    await agent.close();
  });

  it("has the documents' commands work as printed", () => {
    const list = command("resilient-circuits", "list");
    expect(list.stdout).toContain("fn-anomali-staxx==1.1.0");
    const config = command("resilient-circuits", "config", "-c", join(system.dataDir, "made.config"), "-l", "fn-anomali-staxx");
    expect(config.status, config.stderr).toBe(0);
    const updated = command("resilient-circuits", "config", "-u", join(system.dataDir, "made.config"), "-l", "fn_anomali_staxx");
    expect(updated.status, updated.stderr).toBe(0);
    expect(updated.stdout).toContain("Nothing was changed");
    const selftest = command("resilient-circuits", "selftest", "-l", "fn-anomali-staxx");
    expect(selftest.status, selftest.stdout + selftest.stderr).toBe(0);
    const customize = command("resilient-circuits", "customize", "-y", "-l", "fn-anomali-staxx");
    expect(customize.status, customize.stdout + customize.stderr).toBe(0);
    expect(customize.stdout).toContain(join(system.dataDir, "app.config"));
    const run = command("resilient-circuits", "run", "--data", system.dataDir);
    expect(run.status, run.stderr).toBe(0);
    expect(run.stdout).toMatch(/runs already/);
  });

  it("refuses a second start on the same data folder, and says what to do", async () => {
    await expect(startSoarkitProcess(system.dataDir)).rejects.toThrow(/Another Soarkit is using the data folder/);
  });

  it("goes on after a restart: same key, same organisation, ports brought up to date", async () => {
    const before = parseConfigText(await readFile(join(system.dataDir, "app.config"), "utf8"), "app.config");
    await system.restart();
    const after = parseConfigText(await readFile(join(system.dataDir, "app.config"), "utf8"), "app.config");
    expect(after.get("resilient", "api_key_secret")).toBe(before.get("resilient", "api_key_secret"));
    expect(after.get("resilient", "port")).toBe(String(system.soarkit.run.ports.platform));
    expect(after.get("fn_anomali_staxx", "staxx_port")).toBe(String(system.soarkit.run.ports.hub));
    const demo = command("soarkit", "demo", "--report", "machete", "--data", system.dataDir);
    expect(demo.status, demo.stdout + demo.stderr).toBe(0);
    const again = command("soarkit", "demo", "--report", "machete", "--data", system.dataDir, "--json");
    expect(again.status, again.stdout + again.stderr).toBe(0);
    expect((JSON.parse(again.stdout) as { ok: boolean }).ok).toBe(true);
  }, 300_000);
});
