import { describe, expect, it } from "vitest";
import { parseConfig } from "../testing/configs.js";
import { chooseAccount } from "./choose-account.js";
import { configSchema, configuredProxies } from "./config.js";

const account = { url: "https://api.example.com/", user_api_key: "k", user_api_secret: "s", enclave_ids_for_submission: "e1, e2 ,,", workspace: "Default workspace" };

describe("the configuration", () => {
  it("has any number of accounts, with lists trimmed and words in any case", () => {
    const config = parseConfig({ MAX: "x", proxy: "FALSE" }, { trustar_account_1: { ...account, auto_submission: "ENABLE", submit_data_to_trustar: " Notes , SUMMARY" }, trustar_mine: { ...account, workspace: "a , b", tag: " " } });
    expect(config.accounts).toMatchObject([
      { section: "trustar_account_1", url: "https://api.example.com", enclave_ids_for_submission: ["e1", "e2"], enclave_ids_for_query: [], auto_submission: true, content: ["summary", "notes"] },
      { section: "trustar_mine", workspace: ["a", "b"], auto_submission: false, content: ["summary", "notes", "breach", "artifacts"], tag: undefined },
    ]);
    expect(config).toMatchObject({ max_correlated_artifacts: 100, max_tlp: "AMBER", timeout: 60 });
  });

  it("accepts both names of an option", () => {
    const source = { url: "https://x.example", user_api_key: "k", user_api_secret: "s" };
    expect(parseConfig({}, { trustar_account_1: { ...account, incident_content_to_submit: "artifacts" }, trustar_threat_source: { ...source, enclave_ids_for_search: "a,b" } })).toMatchObject({ accounts: [{ content: ["artifacts"] }], threatSource: { enclaveIds: ["a", "b"] } });
    expect(parseConfig({}, { trustar_threat_source: { ...source, enclave_ids_for_submission: "c" } })).toMatchObject({ accounts: [], threatSource: { enclaveIds: ["c"] } });
  });

  it("leaves a section that is not filled in alone, and names section and key of what does not fit", () => {
    expect(parseConfig({}, { trustar_account_1: { ...account, url: " " } }).accounts).toEqual([]);
    const problem = (own: Record<string, string>, values: Record<string, string>) => configSchema.safeParse({ ...own, sections: { trustar_account_2: { ...account, ...values } } }).error?.issues[0];
    expect(problem({}, { url: "api.example.com" })).toMatchObject({ path: ["sections", "trustar_account_2", "url"], message: expect.stringContaining("begins with https://") });
    expect(problem({}, { auto_submission: "maybe" })).toMatchObject({ path: ["sections", "trustar_account_2", "auto_submission"] });
    expect(problem({}, { submit_data_to_trustar: "summary,secrets" })?.message).toContain('"secrets" is none of summary, notes, breach, artifacts');
    expect(problem({}, { workspace: "" })?.message).toContain("workspace is empty");
    expect(problem({ max_correlated_artifacts: "many" }, {})).toMatchObject({ path: ["max_correlated_artifacts"] });
  });

  it("gives the proxy with user and password only when it is a secure one", () => {
    const proxies = (own: Record<string, string>) => configuredProxies(parseConfig(own, {}))?.https;
    expect(proxies({ proxy: "true", proxy_url: "8.8.8.8:1111", proxy_username: "u", proxy_password: "p" })).toBe("http://8.8.8.8:1111");
    expect(proxies({ proxy: "true", secure_proxy: "True", proxy_url: "8.8.8.8:1111", proxy_username: "u@x", proxy_password: "p:/?" })).toBe("http://u%40x:p%3A%2F%3F@8.8.8.8:1111");
    expect(proxies({ proxy: "false", proxy_url: "8.8.8.8:1111" })).toBeUndefined();
    expect(configSchema.safeParse({ proxy: "true", sections: {} }).error?.issues[0]?.message).toContain("proxy_url is empty");
  });
});

describe("the account of a workspace", () => {
  const { accounts } = parseConfig({}, { trustar_account_1: { ...account, workspace: "Default workspace, Both" }, trustar_account_2: { ...account, workspace: "both" } });

  it("is the one that names it, in any case", () => {
    expect(chooseAccount(accounts, " DEFAULT Workspace").section).toBe("trustar_account_1");
  });

  it("is missing, or there are two: both are told with what to change", () => {
    expect(() => chooseAccount(accounts, "Other")).toThrow('The workspace "Other" has no TruSTAR account. Name it under workspace in a section [trustar_account_n]');
    expect(() => chooseAccount(accounts, "Both")).toThrow("has two TruSTAR accounts, [trustar_account_1] and [trustar_account_2]");
  });
});
