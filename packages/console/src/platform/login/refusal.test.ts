import { expect, it } from "vitest";
import { HttpError } from "../../api/rest.js";
import { nextPath, refusalText, waitSeconds } from "./refusal.js";

it("goes only to pages of its own after a login", () => {
  expect(nextPath("/incidents/2101?tab=notes")).toBe("/incidents/2101?tab=notes");
  for (const next of [null, "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/login?next=/x"]) expect(nextPath(next)).toBe("/incidents");
});

it("never says which half of a login was wrong", () => {
  expect(refusalText(new HttpError(401, "User unknown", "LOGIN_FAILED"), 0)).toBe("Email or password is wrong.");
});

it("counts down to the next try, from the header or the server's words", () => {
  expect(waitSeconds(new HttpError(429, "Too many failed logins. Wait 28 seconds and try again.", "LOGIN_THROTTLED"))).toBe(28);
  expect(waitSeconds(new HttpError(429, "Too many", "LOGIN_THROTTLED", 5))).toBe(5);
  expect(waitSeconds(new HttpError(401, "Wait 28 seconds", "LOGIN_FAILED"))).toBe(0);
  expect(refusalText(new HttpError(429, "", "LOGIN_THROTTLED"), 28)).toBe("Too many tries. Next try in 28 s.");
});
