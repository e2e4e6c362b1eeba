import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { commandReference } from "./command-reference.js";

it("docs/reference/commands.md lists the commands as they are", async () => {
  await expect(commandReference()).toMatchFileSnapshot(fileURLToPath(new URL("../../../../docs/reference/commands.md", import.meta.url)));
});
