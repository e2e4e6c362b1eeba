import { parseConfigText } from "@soarkit/runtime";
import { describe, expect, it } from "vitest";
import { configSchema } from "./config.js";
import { configTemplate } from "./template.js";

const documented = { staxx_ip: "10.10.10.10", staxx_port: "8080", staxx_user: "someuser", staxx_password: "somepass" };

describe("configuration", () => {
  it("needs the documented keys only", () => {
    expect(configSchema.parse(documented)).toEqual({
      staxx_ip: "10.10.10.10", staxx_port: 8080, staxx_user: "someuser", staxx_password: "somepass", http_proxy: undefined, https_proxy: undefined,
      verify: "true", cafile: undefined, timeout: 30, server_timezone: "UTC", max_tlp: "AMBER", indicator_types: "standard", read_back_seconds: 5,
    });
  });

  it.each([
    ["staxx_ip", "https://10.10.10.10", "without https://"],
    ["staxx_ip", "", "staxx_ip is empty"],
    ["staxx_port", "70000", "from 1 to 65535"],
    ["staxx_password", "", "staxx_password is empty"],
    ["timeout", "soon", "timeout must be a whole number"],
    ["server_timezone", "Mars/Olympus", "Europe/Berlin"],
    ["max_tlp", "PINK", "AMBER+STRICT"],
    ["indicator_types", "all", "standard or full"],
  ])("%s = %s is refused with what is accepted", (key, value, text) => {
    const read = configSchema.safeParse({ ...documented, [key]: value });
    expect(read.success).toBe(false);
    expect(JSON.stringify(read.error?.issues)).toContain(text);
  });

  it.each(["staxx_ip", "staxx_user", "staxx_password"])("says what %s is when it is missing", (key) => {
    const read = configSchema.safeParse({ ...documented, [key]: undefined });
    expect(read.error?.issues[0]?.message).toContain(`${key} is missing`);
  });

  it("keeps a password as it is, blanks and all", () => {
    expect(configSchema.parse({ ...documented, staxx_password: " a#b;c%d " }).staxx_password).toBe(" a#b;c%d ");
  });
});

describe("the section that config -u writes", () => {
  it("is one section whose keys the app accepts, each with a comment", () => {
    const file = parseConfigText(configTemplate);
    expect(file.sections()).toEqual(["fn_anomali_staxx"]);
    const section = file.section("fn_anomali_staxx");
    expect(configSchema.safeParse(section).success).toBe(true);
    const keys = [...configTemplate.matchAll(/^#?(\w+)=/gm)].map((match) => match[1]);
    expect(new Set(keys)).toEqual(new Set(Object.keys(configSchema.shape)));
    const lines = configTemplate.split("\n");
    for (const key of keys) expect(lines[lines.findIndex((line) => line.replace(/^#/, "").startsWith(`${key}=`)) - 1]).toMatch(/^# \S/);
  });
});
