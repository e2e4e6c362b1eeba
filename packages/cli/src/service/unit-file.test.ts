import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { unitFile, type UnitFacts } from "./unit-file.js";
import { windowsInstructions } from "./windows.js";

const facts: UnitFacts = {
  program: ["/usr/bin/node", "/opt/soarkit/soarkit.js"],
  resutil: ["/usr/bin/resutil"],
  resutilAsRoot: true,
  registrations: [{ name: "TruSTAR", url: "https://127.0.0.1:9000/cts/trustar" }, { name: "Anomali STAXX", url: "https://127.0.0.1:9000/cts/staxx" }],
  loginFile: "/etc/soarkit/threat-service.env",
  user: "integration",
  configFile: "/etc/soarkit/app.config",
  dataDir: "/var/lib/soarkit",
  writable: ["/var/log/soarkit"],
  withPlatform: false,
};
const lines = (unit: string): string[] => unit.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

describe("the systemd unit", () => {
  it("registers the threat services, then runs the server, as a user of its own", () => {
    expect(lines(unitFile(facts))).toEqual(expect.arrayContaining([
      "User=integration",
      "WorkingDirectory=/var/lib/soarkit",
      "EnvironmentFile=-/etc/soarkit/threat-service.env",
      "ExecStartPre=-+/usr/bin/resutil threatserviceedit -name TruSTAR -resturl https://127.0.0.1:9000/cts/trustar -user ${THREAT_SERVICE_USER} -password ${THREAT_SERVICE_PASSWORD}",
      'ExecStartPre=-+/usr/bin/resutil threatserviceedit -name "Anomali STAXX" -resturl https://127.0.0.1:9000/cts/staxx -user ${THREAT_SERVICE_USER} -password ${THREAT_SERVICE_PASSWORD}',
      "ExecStart=/usr/bin/node /opt/soarkit/soarkit.js run -r --config-file /etc/soarkit/app.config --data /var/lib/soarkit",
      "Restart=always",
      "ReadWritePaths=-/var/lib/soarkit -/var/log/soarkit",
      "NoNewPrivileges=yes",
      "ProtectSystem=strict",
    ]));
  });

  it("is bound to a platform of the same machine only when asked", () => {
    expect(unitFile(facts)).not.toContain("resilient.service");
    expect(lines(unitFile({ ...facts, withPlatform: true }))).toEqual(expect.arrayContaining(["Requires=resilient.service", "After=network-online.target resilient.service"]));
  });

  it("registers nothing, and sends no password, where there is none", () => {
    expect(unitFile({ ...facts, registrations: [] })).not.toContain("ExecStartPre");
    expect(unitFile({ ...facts, loginFile: undefined })).not.toContain("PASSWORD");
  });

  it("keeps blanks, percent and dollar signs of paths", () => {
    expect(lines(unitFile({ ...facts, configFile: '/etc/so "ar"/100%.config', dataDir: "/var/$a b%" }))).toEqual(expect.arrayContaining([
      'ExecStart=/usr/bin/node /opt/soarkit/soarkit.js run -r --config-file "/etc/so \\"ar\\"/100%%.config" --data "/var/$$a b%%"',
      "WorkingDirectory=/var/$a b%%",
    ]));
  });

  const analyze = spawnSync("systemd-analyze", ["--version"]).status === 0;
  it.skipIf(!analyze)(`is what systemd accepts${analyze ? "" : " (skipped: this machine has no systemd-analyze)"}`, () => {
    const folder = mkdtempSync(join(tmpdir(), "unit-"));
    try {
      const file = join(folder, "resilient_circuits.service");
      writeFileSync(file, unitFile({ ...facts, program: [process.execPath], resutil: ["/bin/true"], user: "root" }));
      const checked = spawnSync("systemd-analyze", ["verify", file], { encoding: "utf8" });
      expect(checked.stderr.split("\n").filter((line) => line.includes("resilient_circuits.service"))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

it("on Windows there are instructions to read", () => {
  const text = windowsInstructions(facts);
  expect(text).toContain('resilient-circuits run -r --config-file "/etc/soarkit/app.config"');
  expect(text).toContain('sudo resutil threatserviceedit -name "TruSTAR" -resturl "https://127.0.0.1:9000/cts/trustar"');
  expect(windowsInstructions({ ...facts, registrations: [] })).toContain("no threat service");
});
