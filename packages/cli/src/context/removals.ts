import { confirm } from "@inquirer/prompts";
import { type InstalledObject, removeInstalled } from "@soarkit/integration-server";
import type { SoarClient } from "@soarkit/soar-client";
import { print } from "../output/print.js";

/** What `askAndRemove` did. */
export type RemovalOutcome = "nothing there" | "left" | "removed" | "partly removed";

/**
 * Lists things on the platform and removes them when the person agrees; says what stayed and why.
 *
 * @param yes - the person agreed beforehand; without it and without a terminal nothing is removed
 */
export async function askAndRemove(client: SoarClient, objects: readonly InstalledObject[], yes: boolean): Promise<RemovalOutcome> {
  if (objects.length === 0) {
    print(`Nothing of it is on ${client.orgName} at ${client.baseUrl}.`);
    return "nothing there";
  }
  print(`On ${client.orgName} at ${client.baseUrl}:`);
  for (const { kind, name } of objects) print(`  ${kind} ${name}`);
  if (!(yes || (process.stdin.isTTY && (await confirm({ message: "Remove them?", default: false }))))) {
    print("Nothing was removed. Say -y to remove them.");
    return "left";
  }
  let left = 0;
  for await (const { object, reason } of removeInstalled(client, objects)) {
    if (reason === undefined) print(`Removed: ${object.kind} ${object.name}`);
    else print(`Still there: ${object.kind} ${object.name}. ${reason}`);
    if (reason !== undefined) left += 1;
  }
  return left === 0 ? "removed" : "partly removed";
}
