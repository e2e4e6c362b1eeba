import { afterEach, beforeEach, expect, it } from "vitest";
import { browse } from "../console/console.test-kit.js";
import { startLoadKit, type LoadKit } from "./loads.test-kit.js";

let kit: LoadKit;
beforeEach(async () => {
  kit = await startLoadKit();
});
afterEach(() => kit.stop());

const file = "ip,tlp\n45.33.2.79,RED\n45.33.2.80,AMBER\n";

it("what is TLP:RED in a load is seen by who loaded it; another who loads it too has it as well, and changes nothing of the first", async () => {
  const first = await browse(kit);
  const { password } = (await first.call<{ password: string }>("POST", "/accounts", { name: "second", role: "admin" })).body;
  const second = await browse(kit, "second", password);
  const rows = async (who: typeof first, value: string) => (await who.call<{ rows: { value: string; confidence: number }[] }>("GET", `/search?q=${value}`)).body.rows.map(({ confidence }) => confidence);
  const load = async (who: typeof first, confidence: string): Promise<unknown> => {
    const headers = { cookie: who.cookie, "x-sess-id": who.csrf, "content-type": "application/octet-stream" };
    const { body } = await kit.send("POST", `/api/hub/loads?${new URLSearchParams({ name: "list.csv", start: "true", confidence }).toString()}`, headers, file);
    return kit.ended((JSON.parse(body) as { id: number }).id);
  };
  expect(await load(first, "80")).toMatchObject({ state: "done", added: 2 });
  expect([await rows(first, "45.33.2.79"), await rows(second, "45.33.2.79"), await rows(second, "45.33.2.80")]).toEqual([[80], [], [80]]);
  expect(await load(second, "40")).toMatchObject({ added: 1, changed: 1 });
  expect([await rows(first, "45.33.2.79"), await rows(second, "45.33.2.79"), await rows(first, "45.33.2.80")]).toEqual([[80], [40], [40]]);
  expect(await load(second, "40")).toMatchObject({ added: 0, changed: 0, known: 2 });
});

it("lies in the enclave of its feed, where an administrator can keep it from others", async () => {
  const admin = await browse(kit);
  const { password } = (await admin.call<{ password: string }>("POST", "/accounts", { name: "reader", role: "analyst" })).body;
  const reader = await browse(kit, "reader", password);
  const found = async () => (await reader.call<{ rows: unknown[] }>("GET", "/search?q=45.33.2.80")).body.rows.length;
  await kit.loaded("list.csv", file, { feed: "Partner list" });
  const { entities } = (await admin.call<{ entities: { guid: string; name: string }[] }>("GET", "/enclaves")).body;
  const enclave = entities.find(({ name }) => name === "Partner list");
  expect([enclave !== undefined, await found()]).toEqual([true, 1]);
  await admin.call("PUT", `/enclaves/${enclave?.guid ?? ""}`, { default_level: "none" });
  expect(await found()).toBe(0);
});
