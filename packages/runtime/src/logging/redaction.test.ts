import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { SoarkitError } from "@soarkit/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { registerSecret } from "./known-secrets.js";
import { createLogger, type Logger, type LoggerOptions } from "./logger.js";
import { redactText, redactValue } from "./redact.js";

function recorded(options: Partial<LoggerOptions> = {}): { log: Logger; text: () => string; lines: () => Record<string, unknown>[] } {
  const chunks: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  const text = (): string => chunks.join("");
  const lines = (): Record<string, unknown>[] => text().trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log: createLogger({ name: "test", level: "trace", destination, ...options }), text, lines };
}

const registered = 'canary "q\\uoted" +väl/ue=1';
registerSecret(registered);

describe("a registered secret never reaches a log line", () => {
  const places: [string, (log: Logger, secret: string) => void][] = [
    ["message", (log, secret) => log.info(`login with ${secret} failed`)],
    ["message argument", (log, secret) => log.info("login with %s", secret)],
    ["nested object", (log, secret) => log.info({ a: { b: [{ c: secret }, `x${secret}y`] } }, "m")],
    ["key of an object", (log, secret) => log.info({ a: { [secret]: 1 } }, "m")],
    ["error", (log, secret) => log.error(new Error(`refused ${secret}`))],
    ["error under err", (log, secret) => log.error({ err: new Error(`refused ${secret}`) }, "m")],
    ["error under another key", (log, secret) => log.error({ reason: new Error(`refused ${secret}`) }, "m")],
    ["cause of a cause", (log, secret) => log.error({ err: new Error("a", { cause: new Error("b", { cause: new TypeError(secret) }) }) }, "m")],
    ["details of our errors", (log, secret) => log.error({ err: new SoarkitError("BODY_INVALID", { reason: secret }) }, "m")],
    ["aggregated errors", (log, secret) => log.error({ err: new AggregateError([new Error(secret)], "several") }, "m")],
    ["property of an error", (log, secret) => log.error({ err: Object.assign(new Error("a"), { request: { body: secret } }) }, "m")],
    ["child's bindings", (log, secret) => log.child({ user: secret }).child({ more: { user: secret } }).info("m")],
    ["encoded in a url", (log, secret) => log.info({ url: `https://x/?q=${encodeURIComponent(secret)}` }, "m")],
    ["base64", (log, secret) => log.info({ raw: Buffer.from(secret).toString("base64") }, "m")],
    ["map", (log, secret) => log.info({ map: new Map([["a", secret]]), set: new Set([secret]) }, "m")],
  ];

  it.each(places)("%s", (_place, write) => {
    const { log, text, lines } = recorded();
    write(log, registered);
    expect(lines()).toHaveLength(1);
    expect(text()).toContain("***");
    for (const form of [registered, JSON.stringify(registered).slice(1, -1), encodeURIComponent(registered), Buffer.from(registered).toString("base64").slice(0, -2), "väl/ue"]) {
      expect(text()).not.toContain(form);
    }
  });

  it("also when it is only digits, and lines stay JSON", () => {
    registerSecret("17000");
    const { log, lines } = recorded();
    log.info({ pin: 17000, other: 5, text: "pin 17000." }, "m");
    expect(lines()[0]).toMatchObject({ pin: "***", other: 5, text: "pin ***.", level: 30 });
  });

  it("for lines for people as well", () => {
    const { log, text } = recorded({ pretty: true });
    log.error({ err: new Error(`refused ${registered}`), password: "x-canary" }, `m ${registered}`);
    expect(text()).toMatch(/^\d\d:\d\d:\d\d ERROR test: m \*\*\* password=\*\*\*\n {4}Error: refused \*\*\*\n/);
  });

  it("whatever the secret is", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, unit: "grapheme" }).map((value) => `${value}#`), (secret) => {
        fc.pre(secret.trim().length >= 6);
        const { log, lines } = recorded();
        registerSecret(secret);
        log.info({ deep: { value: `a ${secret} b` } }, secret);
        const line = lines()[0] as { deep: { value: string }; msg: string };
        expect(line.deep.value).not.toContain(secret);
        expect(line.msg).not.toContain(secret);
      }),
      { numRuns: 50 },
    );
  });
});

describe("what a key names as secret never reaches a log line", () => {
  it.each(["password", "api_key_secret", "staxx_password", "Authorization", "Cookie", "set-cookie", "passcode", "user_api_key", "X-CSRF-Token", "adminToken", "privateKey"])("%s", (key) => {
    const { log, text } = recorded();
    log.info({ [key]: "planted-canary" }, "m");
    log.info({ headers: { [key]: ["planted-canary"] } }, "m");
    log.child({ [key]: "planted-canary" }).child({ options: { [key]: "planted-canary" } }).info("m");
    log.error({ err: Object.assign(new Error("a"), { config: { [key]: "planted-canary" } }) }, "m");
    expect(text()).not.toContain("canary");
    expect(text()).toContain("***");
  });

  it("and other keys are kept, as are flags", () => {
    const { log, lines } = recorded();
    log.info({ user: "ann", has_password: true, count: 3, tokens_left: 2 }, "m");
    expect(lines()[0]).toMatchObject({ user: "ann", has_password: true, count: 3, tokens_left: 2, name: "test", msg: "m" });
  });
});

describe("texts", () => {
  it.each([
    ["Authorization: Basic dXNlcjpwYXNz", "Authorization: ***"],
    ["sent authorization=Bearer abc.def-123\nnext", "sent authorization=***\nnext"],
    ["got Bearer eyJhbGciOiJIUzI1NiJ9.x.y back", "got Bearer *** back"],
    ["Basic dXNlcjpwYXNz and Basic authentication", "Basic *** and Basic authentication"],
    ["https://ann:hunter2@soar.example/x", "https://ann:***@soar.example/x"],
    ["GET /login?token=abc123&next=/", "GET /login?token=***&next=/"],
    ["staxx_password = hunter2", "staxx_password = ***"],
    ['{"password":"hun\\"ter2","user":"ann"}', '{"password":"***","user":"ann"}'],
    ["passcode:hunter2", "passcode:***"],
    ["Unexpected token: }", "Unexpected token: }"],
    ["nothing to hide https://soar.example:8443/rest", "nothing to hide https://soar.example:8443/rest"],
  ])("%s", (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });
});

describe("values", () => {
  it("are copied, with cycles cut and the original untouched", () => {
    const value: Record<string, unknown> = { a: 1, secret: "x1y2", list: [{ token: "t" }, null], none: undefined };
    value["self"] = value;
    expect(redactValue(value)).toEqual({ a: 1, secret: "***", list: [{ token: "***" }, null], none: undefined, self: "[circular]" });
    expect(value["secret"]).toBe("x1y2");
  });

  it("keep keys such as __proto__ as plain keys", () => {
    const copy = redactValue(JSON.parse('{"__proto__":{"polluted":1}}') as object);
    expect(Object.keys(copy)).toEqual(["__proto__"]);
    expect("polluted" in {}).toBe(false);
  });
});

describe("loggers", () => {
  it("write errors with type, stack, code and cause", () => {
    const { log, lines } = recorded();
    log.error(new SoarkitError("NOT_FOUND", { path: "/x" }, { cause: new RangeError("below") }));
    const err = lines()[0]?.["err"] as Record<string, unknown>;
    expect(err).toMatchObject({ type: "SoarkitError", code: "NOT_FOUND", message: "There is nothing at /x.", cause: { type: "RangeError", message: "below" } });
    expect(err["stack"]).toContain("redaction.test");
    expect(lines()[0]?.["msg"]).toBe("There is nothing at /x.");
  });

  it("take levels as IBM's configuration spells them", () => {
    expect(recorded({ level: "WARNING" }).log.level).toBe("warn");
    expect(recorded({ level: "nonsense" }).log.level).toBe("info");
  });

  it("append to a file that only its owner reads", async () => {
    const folder = await mkdtemp(join(tmpdir(), "soarkit-log-"));
    const file = join(folder, "logs", "app.log");
    createLogger({ name: "a", file }).info({ password: "canary" }, "one");
    createLogger({ name: "a", file }).info("two");
    const text = await readFile(file, "utf8");
    expect(text.trim().split("\n").map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(["one", "two"]);
    expect(text).not.toContain("canary");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await rm(folder, { recursive: true });
  });
});
