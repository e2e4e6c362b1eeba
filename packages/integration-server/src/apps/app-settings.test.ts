import { defineApp, defineConfig, type SoarkitApp } from "@soarkit/app-sdk";
import { parseConfigText } from "@soarkit/runtime";
import { describe, expect, it } from "vitest";
import { readAppSettings } from "./app-settings.js";
import { destinationOf } from "./destination-of.js";

type Values = Record<string, unknown> & { sections: Record<string, Record<string, string>> };

function appWith(check: (values: Values) => { path: string[]; message: string } | undefined = () => undefined): SoarkitApp {
  return defineApp<Values>({
    name: "many", packageName: "fn-many", displayName: "Many", version: "1.0.0", author: "", support: "", description: "", permissions: [], minimumPlatformVersion: "35.0.0",
    config: defineConfig<Values>({
      section: "many",
      destinationKey: "queue",
      furtherSections: { prefix: "many_", templates: [] },
      schema: {
        safeParse: (values) => {
          const issue = check(values as Values);
          return issue === undefined ? { success: true, data: values as Values } : { success: false, error: { issues: [issue] } };
        },
      },
      secrets: ["secret"],
      template: "[many]\n",
      proxies: (values) => (values["proxy"] === "true" ? { http: "http://u:p@127.0.0.1:3128", https: "http://u:p@127.0.0.1:3128" } : undefined),
    }),
    functions: [],
    customizations: () => ({ destination: { name: "many", programmaticName: "fn_many" }, rules: [], activityFields: {}, workflows: [] }),
    selftest: () => Promise.resolve([]),
  });
}

const sources = (...lines: string[]) => ({ config: parseConfigText(lines.join("\n"), "app.config"), env: { SECRET_OF_TWO: "canary" } });

describe("the settings of an app with several sections", () => {
  it("hold all sections with its prefix by name, their secrets resolved", async () => {
    const { config } = await readAppSettings(appWith(), sources("[many]", "a = 1", "[many_one]", "b = 2", "[many_two]", "secret = $SECRET_OF_TWO", "[manyfold]", "c = 3"));
    expect(config).toEqual({ a: "1", sections: { many_one: { b: "2" }, many_two: { secret: "canary" } } });
  });

  it("name the section of a value that does not fit", async () => {
    const app = appWith(() => ({ path: ["sections", "many_two", "url"], message: "it is empty" }));
    await expect(readAppSettings(app, sources("[many]", "[many_two]", "url ="))).rejects.toThrow("The setting url in section [many_two] of app.config is not usable: it is empty.");
  });

  it("give the proxies of the app's own keys, else those of the usual ones", async () => {
    expect((await readAppSettings(appWith(), sources("[many]", "proxy = true", "https_proxy = http://other:1"))).http.proxies).toMatchObject({ https: "http://u:p@127.0.0.1:3128" });
    expect((await readAppSettings(appWith(), sources("[many]", "https_proxy = http://other:1"))).http.proxies).toEqual({ https: "http://other:1" });
  });
});

describe("the message destination of an app", () => {
  it("is what the configuration says, else what the app brings", async () => {
    expect(await destinationOf(appWith(), sources("[many]", "queue = mine"))).toBe("mine");
    expect(await destinationOf(appWith(), sources("[many]", "queue ="))).toBe("fn_many");
    expect(await destinationOf(appWith(), sources("[other]"))).toBe("fn_many");
    await expect(destinationOf(appWith(), sources("[many]", "queue = a.b"))).rejects.toMatchObject({ code: "APP_CONFIG_INVALID" });
  });
});
