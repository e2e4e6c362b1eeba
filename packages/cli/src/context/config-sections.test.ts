import { parseConfigText } from "@soarkit/runtime";
import { describe, expect, it } from "vitest";
import { endSection } from "./config-sections.js";

const text = `# top
[resilient]
host=soar.example

# the old app
[staxx]
# where it is
staxx_ip=10.0.0.1
notes = one
  two

# about the next one
[other]
text = first
  [staxx]
last=1
`;

describe("ending a section of app.config", () => {
  it("comments its lines out and leaves every other byte", () => {
    expect(endSection(text, "staxx", "comment out")).toBe(text.replace("\n[staxx]\n", "\n# [staxx]\n").replace("staxx_ip=", "# staxx_ip=").replace("notes = one\n  two", "# notes = one\n#   two"));
  });

  it("removes its lines, and keeps the comment above the next section", () => {
    const ended = endSection(text, "staxx", "remove");
    expect(ended).toBe(`# top\n[resilient]\nhost=soar.example\n\n# the old app\n\n# about the next one\n[other]\ntext = first\n  [staxx]\nlast=1\n`);
    expect(parseConfigText(ended).sections()).toEqual(["resilient", "other"]);
  });

  it("ends the last one, with the file's line ends", () => {
    expect(endSection("[a]\r\nx=1\r\n[b]\r\ny=2", "b", "comment out")).toBe("[a]\r\nx=1\r\n# [b]\r\n# y=2");
    expect(endSection("[a]\r\nx=1\r\n[b]\r\ny=2", "b", "remove")).toBe("[a]\r\nx=1\r\n");
  });

  it("returns the same text when there is no such section", () => {
    expect(endSection("[a]\nx=1\n", "b", "remove")).toBe("[a]\nx=1\n");
  });
});
