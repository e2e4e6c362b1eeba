import { expect, it } from "vitest";
import { lookupId } from "./lookup-id.js";

it("is the one that rc-cts gives: uuid v5 of the JSON as Python 3.11 writes it", () => {
  expect(lookupId({ type: "net.ip", value: "198.51.100.7" })).toBe("cbe58ba6-61e9-5f37-8229-dc9699bb2e7c");
  expect(lookupId({ type: "net.name", value: "bücher.example" })).toBe("481a6369-fb91-5395-b19d-b5d347bed7a9");
  expect(lookupId({ type: "net.http.request.header", value: { name: "User-Agent", value: "a\"b\\c\n\x7f\u{1F600}/" } })).toBe("65c1bd40-dd3f-5da3-a6d1-03db8a244726");
  expect(lookupId({ type: "email.header.to", value: ["a@b.c", "d@e.f"] })).toBe("a1122913-e920-5c72-9af0-0ee1ead06ef1");
  expect(lookupId({ type: "net.port", value: 443, x: [null, true, 1.5] })).toBe("e755da1a-96d9-55ac-b43c-ba2a0a3df0f7");
});

it("tells files with different contents apart", () => {
  const ids = [lookupId({ type: "file.content" }), lookupId({ type: "file.content" }, "a".repeat(64)), lookupId({ type: "file.content" }, "b".repeat(64))];
  expect(new Set(ids).size).toBe(3);
});
