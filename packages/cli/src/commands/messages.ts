import type { MessageInDoubt } from "@soarkit/integration-server";
import type { Command } from "commander";
import { dataFolder } from "../context/paths.js";
import { askControl } from "../control/control-client.js";
import { dim, print, printJson } from "../output/print.js";

interface MessagesFlags {
  data?: string;
  json?: boolean;
}

/** `messages list|retry|drop`: calls of which nobody knows whether their effect outside took place; a person decides. */
export function addMessages(program: Command): void {
  const messages = program.command("messages").description("calls that wait for a person, because nobody knows whether their effect took place");
  common(messages.command("list", { isDefault: true }).description("list them, oldest first")).action(async (flags: MessagesFlags) => {
    const waiting = await askControl<MessageInDoubt[]>(dataFolder(flags.data, process.env), "GET", "/messages");
    if (flags.json === true) {
      printJson(waiting);
      return;
    }
    for (const message of waiting) {
      print(`${message.id}  ${new Date(message.receivedAt).toISOString()}  ${message.function}  ${message.correlationId}  ${JSON.stringify(message.intent ?? null)}`);
      if (message.question !== undefined) print(`    ${message.question}`);
    }
    print(dim(`${waiting.length} calls wait`));
  });
  for (const decision of ["retry", "drop"] as const) {
    common(messages.command(decision).description(decision === "retry" ? "run a call again" : "give a call up; it is answered as failed").argument("<id>")).action(async (id: string, flags: MessagesFlags) => {
      const done = await askControl(dataFolder(flags.data, process.env), "POST", `/messages/${encodeURIComponent(id)}/${decision}`);
      if (flags.json === true) printJson(done);
      else print(decision === "retry" ? `message ${id}: runs again` : `message ${id}: given up`);
    });
  }
}

function common(command: Command): Command {
  return command.option("--data <folder>", "data folder of the running Soarkit").option("--json", "answer as JSON");
}
