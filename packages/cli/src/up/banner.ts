import { bold, dim, print } from "../output/print.js";

/** What a person is told when everything is ready. */
export interface ReadyFacts {
  seconds: number;
  dataDir: string;
  configFile: string;
  consoleUrl?: string;
  loginUrl?: string;
  stomp?: string;
  hubUrl?: string;
  hubLoginUrl?: string;
  passwordFile?: string;
  adminUser?: string;
  threatUrls: readonly string[];
  functions: readonly string[];
  keptValues: readonly string[];
}

/** Prints addresses, the one-time login link and where things are. */
export function printReady(facts: ReadyFacts): void {
  print();
  print(bold(`Soarkit is ready (${facts.seconds.toFixed(1)} s).`));
  if (facts.consoleUrl) print(`  Platform        ${facts.consoleUrl}`);
  if (facts.loginUrl) print(`  Log in once     ${facts.loginUrl}  ${dim("(works once, for 10 minutes)")}`);
  if (facts.stomp) print(`  Messages        ${facts.stomp}`);
  if (facts.hubUrl) print(`  Intel hub       ${facts.hubUrl}`);
  if (facts.hubLoginUrl) print(`  Log in once     ${facts.hubLoginUrl}`);
  if (facts.threatUrls.length > 0) print(`  Threat service  ${facts.threatUrls.join(", ")}`);
  if (facts.adminUser && facts.passwordFile) print(`  Administrator   ${facts.adminUser}, password in ${facts.passwordFile}`);
  print(`  Configuration   ${facts.configFile}`);
  print(`  Data            ${facts.dataDir}`);
  if (facts.functions.length > 0) print(`  Functions       ${facts.functions.join(", ")}`);
  for (const value of facts.keptValues) print(dim(`  ${value} was changed by hand and stays as it is.`));
  print();
  print(`Try it: ${bold("npx --no-install soarkit demo --report machete")}   Stop: Ctrl-C`);
  print();
}
