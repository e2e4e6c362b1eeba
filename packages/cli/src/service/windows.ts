import type { UnitRegistration } from "./unit-file.js";

/** What to do on Windows, as text (the TruSTAR document, "Run", 2). */
export function windowsInstructions({ configFile, dataDir, registrations }: { readonly configFile: string; readonly dataDir: string; readonly registrations: readonly UnitRegistration[] }): string {
  const register = registrations.map(({ name, url }) => `   sudo resutil threatserviceedit -name "${name}" -resturl "${url}"`);
  const lines = [
    "1. In a command prompt, start the integration server:",
    "",
    `   resilient-circuits run -r --config-file "${configFile}" --data "${dataDir}"`,
    "",
    "   To start it with the machine, make a task of it in an elevated command prompt:",
    "",
    `   schtasks /create /tn "resilient-circuits" /sc onstart /ru "NT AUTHORITY\\LOCAL SERVICE" /tr "resilient-circuits run -r --config-file \\"${configFile}\\" --data \\"${dataDir}\\""`,
    "",
    "   LOCAL SERVICE must be allowed to read the configuration and to write into the data folder.",
    "",
    ...(register.length === 0
      ? ["2. The configuration has no threat service: add [webserver] and [custom_threat_service] to have one."]
      : ["2. Where the SOAR platform is installed, register the threat services under a name of this machine that the platform reaches,", "   with -user and -password of [custom_threat_service] when it has them:", "", ...register]),
  ];
  return `${lines.join("\n")}\n`;
}
