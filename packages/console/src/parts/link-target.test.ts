import { expect, it } from "vitest";
import { linkTarget } from "./link-target.js";

const origin = "https://127.0.0.1:8443";

it("keeps links to our own pages in the page, also those written for IBM's console", () => {
  expect(linkTarget("https://127.0.0.1:8443/incidents/2101", origin)).toEqual({ kind: "own", path: "/incidents/2101" });
  expect(linkTarget("/#incidents/2101?orgId=201", origin)).toEqual({ kind: "own", path: "/#incidents/2101?orgId=201" });
});

it("knows what leads outside, and its host without tricks", () => {
  expect(linkTarget("https://good.example@evil.example/x", origin)).toMatchObject({ kind: "outside", host: "evil.example" });
  expect(linkTarget("//evil.example/x", origin)).toMatchObject({ kind: "outside", host: "evil.example" });
  expect(linkTarget("https://127.0.0.1:8080/search", origin)).toMatchObject({ kind: "outside", host: "127.0.0.1" });
  expect(linkTarget("mailto:a@evil.example", origin)).toMatchObject({ kind: "outside", host: "a@evil.example" });
});

it("opens nothing that is no address of a page", () => {
  expect(linkTarget("javascript:alert(1)", origin)).toEqual({ kind: "nowhere" });
  expect(linkTarget("http://[", origin)).toEqual({ kind: "nowhere" });
});
