import { fileURLToPath } from "node:url";
import { discoverApps } from "@soarkit/integration-server";
import { expect, it } from "vitest";
import { installationFolder } from "../context/paths.js";
import { configReference } from "./config-reference.js";

it("docs/reference/configuration.md shows every section as Soarkit writes it", async () => {
  const apps = (await discoverApps({ roots: [installationFolder()], conditions: ["source"] })).map((found) => found.app);
  expect(apps.map((app) => app.packageName)).toContain("fn-anomali-staxx");
  await expect(configReference(apps)).toMatchFileSnapshot(fileURLToPath(new URL("../../../../docs/reference/configuration.md", import.meta.url)));
});
