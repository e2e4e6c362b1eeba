import { describe, expect, it } from "vitest";
import { hashPassword, hashSecret, newId, randomToken, safeEqual, verifyPassword } from "./secrets-and-ids.js";

describe("passwords", () => {
  it("are verified against their hash, in either spelling of Unicode, and differ in salt", async () => {
    const [one, two] = await Promise.all([hashPassword("pässword"), hashPassword("pässword")]);
    expect(one).not.toBe(two);
    expect(one).not.toContain("ssword");
    expect(await verifyPassword("pässword", one)).toBe(true);
    expect(await verifyPassword("pa\u0308ssword", one)).toBe(true);
    expect(await verifyPassword("passwort", one)).toBe(false);
    expect(await verifyPassword("", one)).toBe(false);
  });

  it.each(["", "scrypt", "plain$1$2$3$4$5", "scrypt$3$8$1$AA$AA", "scrypt$99999999999$8$1$AA$AA", "scrypt$32768$8$1$AA$"])("are never right for the stored text %j", async (stored) => {
    expect(await verifyPassword("x", stored)).toBe(false);
  });
});

describe("secrets and ids", () => {
  it("are random and of the promised form", () => {
    expect(randomToken()).toMatch(/^[\w-]{43}$/);
    expect(randomToken(8)).not.toBe(randomToken(8));
    expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("are stored as SHA-256", () => {
    expect(hashSecret("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });

  it("are compared whatever their lengths", () => {
    expect([safeEqual("a", "a"), safeEqual("a", "b"), safeEqual("a", "aa"), safeEqual("", "")]).toEqual([true, false, false, true]);
  });
});
