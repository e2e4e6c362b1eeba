import { describe, expect, it } from "vitest";
import { proxiesOfEnvironment, proxyFor } from "./proxies.js";

const url = new URL("https://staxx.example.com:8443/api");

describe("the choice of a proxy", () => {
  it("prefers the environment over the configuration, for the address's own scheme", () => {
    const environment = proxiesOfEnvironment({ HTTPS_PROXY: "http://env:1", HTTP_PROXY: "http://env:2" });
    expect(proxyFor(url, { https: "http://own:3" }, environment)).toBe("http://env:1");
    expect(proxyFor(url, { https: "own:3" }, {})).toBe("http://own:3");
    expect(proxyFor(new URL("http://staxx.example.com"), {}, environment)).toBe("http://env:2");
  });

  it("is none for a configured direct and for hosts of NO_PROXY", () => {
    const environment = (NO_PROXY: string) => proxiesOfEnvironment({ HTTPS_PROXY: "http://env:1", NO_PROXY });
    expect(proxyFor(url, { https: "direct" }, environment(""))).toBeUndefined();
    for (const list of ["*", "example.com", ".example.com", "a.b, staxx.example.com", "staxx.example.com:8443"]) expect(proxyFor(url, {}, environment(list)), list).toBeUndefined();
    for (const list of ["", "ample.com", "staxx.example.com:443", "other.example.com"]) expect(proxyFor(url, {}, environment(list)), list).toBe("http://env:1");
  });

  it("sends calls to this machine through a proxy only when the configuration says so", () => {
    const local = new URL("https://127.0.0.1:8080");
    expect(proxyFor(local, {}, { https: "http://env:1" })).toBeUndefined();
    expect(proxyFor(local, { https: "http://own:3" }, { https: "http://env:1" })).toBe("http://own:3");
    expect(proxyFor(new URL("https://[::1]:8080"), { https: "http://own:3" }, { noProxy: "[::1]:8080" })).toBeUndefined();
  });
});
