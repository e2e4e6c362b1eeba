import { defineThreatSearcher, found, hit, ipProperty, notReady, numberProperty, placeProperty, textProperty, uriProperty } from "@soarkit/app-sdk";
import { sleep } from "@soarkit/runtime";
import { describe, expect, it } from "vitest";
import { useThreatRigs } from "../test-support/threat-rig.js";

const start = useThreatRigs();
const artifact = { type: "net.ip", value: "198.51.100.7" };
/** What rc-cts 45.1.3279 answers as the id of this artifact. */
const artifactId = "cbe58ba6-61e9-5f37-8229-dc9699bb2e7c";

const lookup = defineThreatSearcher({ path: "mylookup", types: ["net.ip", "net.name", "net.uri"], search: (lookups) => Promise.resolve(lookups.map(({ value }) => (value === "198.51.100.7" ? found(hit(textProperty("Feed", "alpha"))) : found()))) });
const never = defineThreatSearcher({ path: "never", types: ["net.ip"], search: (lookups) => Promise.resolve(lookups.map(() => notReady([hit(textProperty("So far", "half"))], 3_600))) });

describe("the requests that rc-cts answers (soar-protocol §5.4)", () => {
  it("OPTIONS tells whether files are wanted, without credentials", async () => {
    const rig = await start([lookup], { auth_user: "soar", auth_password: "canary-1" });
    expect(await rig.ask("OPTIONS", "/cts/mylookup")).toMatchObject({ status: 200, body: { upload_file: false } });
    expect(await rig.ask("OPTIONS", "/cts/mylookup/")).toMatchObject({ status: 200, body: { upload_file: false } });
  });

  it("a new artifact that is not ready: 303 with id, partial hits and retry_secs; again the same id", async () => {
    const rig = await start([never]);
    const first = await rig.post("/cts/never", artifact);
    expect(first).toMatchObject({ status: 303, body: { id: artifactId, hits: [{ props: [{ type: "string", name: "So far", value: "half" }] }], retry_secs: 5 } });
    expect(first.headers.get("location")).toBeNull();
    expect(first.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect((await rig.post("/cts/never/", artifact)).body.id).toBe(artifactId);
    expect(await rig.get(`/cts/never/${artifactId}`)).toMatchObject({ status: 303, body: { id: artifactId, retry_secs: 60 } });
    expect(await rig.get(`/cts/never/${artifactId}/`)).toMatchObject({ status: 303 });
  });

  it("a finished artifact: 200 with id and hits, by POST and by GET", async () => {
    const rig = await start([lookup]);
    const answer = { status: 200, body: { id: artifactId, hits: [{ props: [{ type: "string", name: "Feed", value: "alpha" }] }] } };
    expect(await rig.post("/cts/mylookup", artifact)).toMatchObject(answer);
    expect(await rig.get(`/cts/mylookup/${artifactId}`)).toMatchObject(answer);
  });

  it("net.name localhost, as a service is tried: 200 without hits at once", async () => {
    const rig = await start([never]);
    expect(await rig.post("/cts/never", { type: "net.name", value: "localhost" })).toMatchObject({ status: 200, body: { hits: [] } });
  });

  it("multipart: the first part is the artifact, whatever its name", async () => {
    const rig = await start([lookup]);
    for (const part of [JSON.stringify(artifact), new Blob([JSON.stringify(artifact)], { type: "application/json" })]) {
      const body = new FormData();
      body.append("whatever", part);
      body.append("file", new Blob(["x".repeat(1_000)]), "sample.bin");
      expect(await rig.ask("POST", "/cts/mylookup", { body })).toMatchObject({ status: 200, body: { id: artifactId, hits: [{}] } });
    }
  });

  it("a type that nobody knows: 200 without hits", async () => {
    const rig = await start([lookup]);
    expect(await rig.post("/cts/mylookup", { type: "system.mutex", value: "m" })).toMatchObject({ status: 200, body: { hits: [] } });
    expect(await rig.post("/cts/mylookup", { type: "of.tomorrow", value: {} })).toMatchObject({ status: 200, body: { hits: [] } });
  });

  it("PUT: 404", async () => {
    const rig = await start([lookup]);
    expect((await rig.ask("PUT", "/cts/mylookup", { json: artifact })).status).toBe(404);
  });

  it("JSON under any content type, or none", async () => {
    const rig = await start([lookup]);
    for (const type of ["text/plain", "application/octet-stream", "application/json; charset=utf-8"]) {
      expect(await rig.ask("POST", "/cts/mylookup", { body: JSON.stringify(artifact), headers: { "content-type": type } })).toMatchObject({ status: 200, body: { id: artifactId } });
    }
  });
});

describe("better answers than those of rc-cts", () => {
  it("wrong or missing credentials: 401 with a challenge, not 500", async () => {
    const rig = await start([lookup], { auth_user: "soar", auth_password: "can:ary:é" });
    for (const header of [undefined, "Basic", "Bearer x", `Basic ${Buffer.from("soar:wrong").toString("base64")}`, `Basic ${Buffer.from("soar:can").toString("base64")}`]) {
      const answer = await rig.post("/cts/mylookup", artifact, header === undefined ? {} : { authorization: header });
      expect(answer).toMatchObject({ status: 401, body: { code: "THREAT_LOGIN_REFUSED" } });
      expect(answer.headers.get("www-authenticate")).toBe('Basic realm="Soarkit threat service", charset="UTF-8"');
      expect((await rig.get(`/cts/mylookup/${artifactId}`, header === undefined ? {} : { authorization: header })).status).toBe(401);
    }
    for (const encoding of ["utf8", "latin1"] as const) {
      expect((await rig.post("/cts/mylookup", artifact, { authorization: `Basic ${Buffer.from("soar:can:ary:é", encoding).toString("base64")}` })).status).toBe(200);
    }
  });

  it("a password beyond Latin-1 matches itself and nothing that looks like it in one byte", async () => {
    const rig = await start([lookup], { auth_user: "soar", auth_password: "canary中" });
    const send = (password: string) => rig.post("/cts/mylookup", artifact, { authorization: `Basic ${Buffer.from(`soar:${password}`).toString("base64")}` });
    expect([(await send("canary中")).status, (await send("canary-")).status]).toEqual([200, 401]);
  });

  it("guessing of the password: 429 with Retry-After after 20 different ones, for the right one too; the same wrong one is no guess", async () => {
    const rig = await start([lookup], { auth_user: "soar", auth_password: "canary-1" });
    const send = (password: string) => rig.post("/cts/mylookup", artifact, { authorization: `Basic ${Buffer.from(`soar:${password}`).toString("base64")}` });
    for (let tries = 0; tries < 50; tries++) expect((await send("old")).status).toBe(401);
    for (let tries = 0; tries < 50; tries++) expect((await rig.post("/cts/mylookup", artifact)).status).toBe(401);
    expect((await send("canary-1")).status).toBe(200);
    const statuses: number[] = [];
    for (let tries = 0; tries < 25; tries++) statuses.push((await send(`guess ${tries}`)).status);
    expect(statuses).toEqual([...Array.from({ length: 19 }, () => 401), ...Array.from({ length: 6 }, () => 429)]);
    const throttled = await send("canary-1");
    expect(throttled).toMatchObject({ status: 429, body: { code: "THREAT_LOGIN_THROTTLED", hits: [] } });
    expect(throttled.headers.get("retry-after")).toBe("1");
    await sleep(1_050);
    expect((await send("canary-1")).status).toBe(200);
  });

  it("credentials that nobody asked for: welcome", async () => {
    const rig = await start([lookup]);
    expect((await rig.post("/cts/mylookup", artifact, { authorization: `Basic ${Buffer.from("a:b").toString("base64")}` })).status).toBe(200);
  });

  it("no artifact: 400 that says why, not 200", async () => {
    const rig = await start([lookup]);
    const cases: [string | FormData, string][] = [["", "the body is empty"], ["  \n", "the body is empty"], ["{", "the body is not JSON"], ["[1]", "the JSON is no object"], ["7", "the JSON is no object"], ["null", "the body is empty"], ["{}", "its type is not a text"], ['{"type":7}', "its type is not a text"], [new FormData(), "the multipart body has no parts"]];
    for (const [body, reason] of cases) {
      const answer = await rig.ask("POST", "/cts/mylookup", typeof body === "string" ? { body, headers: { "content-type": "application/json" } } : { body });
      expect(answer, JSON.stringify(body)).toMatchObject({ status: 400, body: { code: "THREAT_BODY_INVALID", hits: [] } });
      expect(answer.body.message).toContain(reason);
    }
    const broken = await rig.ask("POST", "/cts/mylookup", { body: "--x\r\nhalf a message", headers: { "content-type": "multipart/form-data; boundary=x" } });
    expect(broken.status).toBe(400);
  });

  it("a service that is not there: 404 that names those that are", async () => {
    const rig = await start([lookup, never]);
    for (const answer of [await rig.post("/cts/nobody", artifact), await rig.ask("OPTIONS", "/cts/nobody"), await rig.get(`/cts/nobody/${artifactId}`)]) {
      expect(answer).toMatchObject({ status: 404, body: { code: "THREAT_SERVICE_UNKNOWN" } });
      expect(answer.body.message).toContain("/cts/mylookup, /cts/never");
    }
  });

  it("an unknown look-up: 503, so that the platform sends the artifact again", async () => {
    const rig = await start([lookup]);
    expect(await rig.get("/cts/mylookup/00000000-0000-5000-8000-000000000000")).toMatchObject({ status: 503, body: { id: "00000000-0000-5000-8000-000000000000", hits: [], code: "THREAT_LOOKUP_UNKNOWN" } });
    expect((await rig.get("/cts/mylookup")).status).toBe(503);
  });

  it("too much: 413", async () => {
    const rig = await start([defineThreatSearcher({ path: "files", types: ["file.content"], wantsFiles: true, search: (lookups) => Promise.resolve(lookups.map(() => found())) })], { max_file_mb: "1" });
    expect(await rig.post("/cts/files", { type: "file.content", value: "x".repeat(1024 * 1024) })).toMatchObject({ status: 413, body: { code: "BODY_TOO_LARGE" } });
    const body = new FormData();
    body.append("artifact", JSON.stringify({ type: "file.content" }));
    body.append("file", new Blob(["x".repeat(1024 * 1024 + 1)]), "large.bin");
    expect((await rig.ask("POST", "/cts/files", { body })).status).toBe(413);
    expect(rig.service.status().pending).toBe(0);
  });
});

it("all kinds of properties, without those that have no value", async () => {
  const all = defineThreatSearcher({
    path: "a/b",
    types: ["net.ip"],
    search: () => Promise.resolve([found(hit(textProperty("Feed", "α"), textProperty("Nothing", undefined), numberProperty("Score", 71), numberProperty("None", Number.NaN), uriProperty("Report", new URL("https://intel.example/r/1")), ipProperty("Resolves to", "198.51.100.7"), placeProperty("Place", { lat: 51.5, lng: -0.12 }), textProperty("Feed", "twice")))]),
  });
  const rig = await start([all], { urlbase: "threats/" });
  expect((await rig.post("/threats/a/b", artifact)).body.hits).toEqual([{ props: [
    { type: "string", name: "Feed", value: "α" },
    { type: "number", name: "Score", value: 71 },
    { type: "uri", name: "Report", value: "https://intel.example/r/1" },
    { type: "ip", name: "Resolves to", value: "198.51.100.7" },
    { type: "lat_lng", name: "Place", value: { lat: 51.5, lng: -0.12 } },
  ] }]);
});
