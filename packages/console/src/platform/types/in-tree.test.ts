import { expect, it } from "vitest";
import { inTree } from "./queries.js";

const type = (id: number, name: string, parent_id: number | null) => ({ id, name, parent_id, description: "", enabled: true, hidden: false, system: false });

it("puts each incident type below its parent, siblings by name, and loses none whose parent is gone", () => {
  const placed = inTree([type(1, "Malware", null), type(2, "Worm", 1), type(3, "Bot", 1), type(4, "Fraud", null), type(5, "Lost child", 99)]);
  expect(placed.map(({ name, depth }) => `${depth} ${name}`)).toEqual(["0 Fraud", "0 Lost child", "0 Malware", "1 Bot", "1 Worm"]);
});
