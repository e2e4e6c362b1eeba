/** One threat service that the unit registers before it starts. */
export interface UnitRegistration {
  readonly name: string;
  readonly url: string;
}

/** What goes into the unit. All paths are absolute. */
export interface UnitFacts {
  /** The program and its first arguments. */
  readonly program: readonly string[];
  /** `resutil` and its first arguments. */
  readonly resutil: readonly string[];
  /** True for the one of an IBM appliance, which only root may run. */
  readonly resutilAsRoot: boolean;
  readonly registrations: readonly UnitRegistration[];
  /** File with the user and the password of the threat service; undefined when it asks for none. */
  readonly loginFile: string | undefined;
  readonly user: string;
  readonly configFile: string;
  readonly dataDir: string;
  /** Folders beside the data folder that the server writes into. */
  readonly writable: readonly string[];
  /** True when a platform runs on the same machine under systemd and the server must stop and start with it. */
  readonly withPlatform: boolean;
}

/**
 * The systemd unit of the TruSTAR document ("Run", 1), hardened: an own user, a read-only system, no new privileges. A
 * registration that fails, because the platform is away, does not keep the server from starting.
 */
export function unitFile(facts: UnitFacts): string {
  const { user, configFile, dataDir, program, writable, withPlatform } = facts;
  return `# The integration server of Soarkit as a service of this machine: /etc/systemd/system/resilient_circuits.service, mode 0644.
# Once:  sudo useradd --system --no-create-home --shell /usr/sbin/nologin ${user}
#        sudo chown -R ${user}: ${argument(dataDir)} && sudo chown ${user}: ${argument(configFile)}
# Then:  sudo systemctl daemon-reload && sudo systemctl enable --now resilient_circuits
# Log:   sudo journalctl -u resilient_circuits --since "2 hours ago"

[Unit]
Description=Resilient-Circuits Service (Soarkit integration server)
Wants=network-online.target
After=network-online.target${withPlatform ? " resilient.service\nRequires=resilient.service" : ""}

[Service]
Type=simple
User=${user}
WorkingDirectory=${dataDir.replaceAll("%", "%%")}
${registrations(facts)}ExecStart=${command([...program, "run", "-r", "--config-file", configFile, "--data", dataDir])}
Restart=always
RestartSec=5
TimeoutSec=100
UMask=0077

# The server writes into its own folders only, and gains no further rights.
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths=${[dataDir, ...writable].map((path) => argument(`-${path}`)).join(" ")}
PrivateTmp=yes
PrivateDevices=yes
NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service

[Install]
WantedBy=multi-user.target
`;
}

function registrations({ registrations: all, resutil, resutilAsRoot, loginFile }: UnitFacts): string {
  if (all.length === 0) return "";
  const login = loginFile === undefined ? "" : " -user ${THREAT_SERVICE_USER} -password ${THREAT_SERVICE_PASSWORD}";
  const file = loginFile === undefined ? "" : `EnvironmentFile=-${loginFile.replaceAll("%", "%%")}\n`;
  const lines = all.map(({ name, url }) => `ExecStartPre=-${resutilAsRoot ? "+" : ""}${command([...resutil, "threatserviceedit", "-name", name, "-resturl", url])}${login}\n`);
  return `# Registers the threat services; their password stands in a file of its own, because everybody may read this one.\n${file}${lines.join("")}`;
}

function command(words: readonly string[]): string {
  return words.map(argument).join(" ");
}

/** A word as systemd reads it. */
function argument(word: string): string {
  const text = word.replaceAll("%", "%%").replaceAll("$", "$$$$");
  return /^[\w@%+=:,./$~-]+$/.test(text) ? text : `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
