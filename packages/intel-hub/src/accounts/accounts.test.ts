import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTestHub, type TestHub } from "../hub.test-kit.js";

let kit: TestHub;
let time = Date.UTC(2026, 0, 1);
beforeEach(async () => {
  kit = await startTestHub({ now: () => time });
});
afterEach(() => kit.stop());
const hour = 3_600_000;
const status = async (token: string): Promise<number> => (await kit.query(token, { query: "confidence>0", type: "json" })).status;

describe("a login token", () => {
  it("ends after 24 hours without use, not before", async () => {
    const token = await kit.token();
    time += 23 * hour;
    expect(await status(token)).toBe(200);
    time += 23 * hour;
    expect(await status(token)).toBe(200);
    time += 24 * hour + 1;
    expect(await status(token)).toBe(403);
  });
});

describe("guessing a password", () => {
  it("is slowed down for that account, and the right password waits too", async () => {
    for (let attempt = 0; attempt < 5; attempt++) expect((await kit.login("admin", `guess ${attempt}`)).status).toBe(403);
    const refused = await kit.login();
    expect(refused).toMatchObject({ status: 429, phrase: expect.stringContaining("Too many failed logins") });
    expect(refused.headers["retry-after"]).toBe("1");
    expect((await kit.login("somebody else", "x")).status).toBe(403);
    time += 1_000;
    expect((await kit.login("admin", "sixth guess")).status).toBe(403);
    expect((await kit.login()).headers["retry-after"]).toBe("2");
    time += 2_000;
    expect((await kit.login()).status).toBe(200);
    expect((await kit.login("admin", "wrong again")).status).toBe(403);
    expect((await kit.login()).status).toBe(200);
  });
});

describe("accounts", () => {
  it("are made once, with a password that only their maker sees", async () => {
    const first = await kit.hub.accounts.ensureAccount("soar", "analyst");
    expect(first.password?.length).toBeGreaterThan(20);
    expect(await kit.hub.accounts.ensureAccount("soar", "analyst")).toEqual({ user: "soar" });
    expect((await kit.login("soar", first.password)).status).toBe(200);
  });
});
