import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { ErrorDefinition } from "./define.js";
import { errorCatalogue, SoarkitError, type ErrorCode } from "./soarkit-error.js";

const entries = Object.entries(errorCatalogue as Record<string, ErrorDefinition>).sort(([left], [right]) => left.localeCompare(right));

describe("the error catalogue", () => {
  it("stands in docs/reference/errors.md, entry by entry", async () => {
    const rows = entries.map(([code, entry]) => `| \`${code}\` | ${entry.class} | ${entry.status} | ${entry.retryable ? "yes" : "no"} | ${entry.text.replace(/\|/g, "\\|")} |`);
    const page = ["# Errors", "", "Every error that Soarkit can show. A word in braces is filled in. *Again* says whether the same call may succeed later", "without anybody changing anything.", "", "| code | class | HTTP status | again | text |", "| --- | --- | --- | --- | --- |", ...rows, ""].join("\n");
    await expect(page).toMatchFileSnapshot(fileURLToPath(new URL("../../../../docs/reference/errors.md", import.meta.url)));
  });

  it("has a whole sentence for a person in every entry", () => {
    for (const [code, entry] of entries) {
      expect(code).toMatch(/^[A-Z][A-Z0-9_]+$/);
      expect(entry.text === "{reason}" || /[.})]$/.test(entry.text), `${code}: ${entry.text}`).toBe(true);
    }
  });

  it("fills the places of its texts", () => {
    const error = new SoarkitError("PORT_TAKEN" satisfies ErrorCode, { port: 8443, host: "127.0.0.1", flag: "--port" });
    expect(error.message).toContain("Port 8443 on 127.0.0.1");
    expect(error.definition.class).toBe("configuration");
  });
});
