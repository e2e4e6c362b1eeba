import app from "fn-anomali-staxx";
import { parseConfigText } from "@soarkit/runtime";
import { describe, expect, it } from "vitest";
import { moveSection } from "./move-section.js";

const replaced = app.replaces![0]!;
const old = "[resilient]\nhost=soar.example\n\n[staxx]\nstaxx_ip=192.0.2.7\nstaxx_port=8081\nstaxx_user=me\nstaxx_password=^staxx\nmine=kept\n";

describe("the section of fn_send_to_staxx", () => {
  it("becomes the section of fn_anomali_staxx with its values, secrets by their names, and every new key", () => {
    const { text, moved } = moveSection(old, app, replaced);
    const config = parseConfigText(text);
    expect(config.sections()).toEqual(["resilient", "fn_anomali_staxx"]);
    expect(config.section("fn_anomali_staxx")).toMatchObject({ staxx_ip: "192.0.2.7", staxx_port: "8081", staxx_user: "me", staxx_password: "^staxx", mine: "kept", max_tlp: "AMBER", verify: "true" });
    expect(moved).toEqual(["staxx_ip", "staxx_port", "staxx_user", "staxx_password", "mine"]);
    expect(text).toContain("# [staxx]\n# staxx_ip=192.0.2.7\n");
  });

  it("is only commented out when the new section has values of its own", () => {
    const both = `${old}\n[fn_anomali_staxx]\nstaxx_ip=198.51.100.1\n`;
    const { text, moved } = moveSection(both, app, replaced);
    expect(moved).toEqual([]);
    expect(parseConfigText(text).section("fn_anomali_staxx")).toEqual({ staxx_ip: "198.51.100.1" });
    expect(parseConfigText(text).has("staxx")).toBe(false);
  });

  it("leaves a file without it alone", () => {
    expect(moveSection("[resilient]\nhost=x\n", app, replaced)).toEqual({ text: "[resilient]\nhost=x\n", moved: [] });
  });
});
