import type { FieldDefDTO, LayoutConditionDTO, LayoutItemDTO } from "@soarkit/protocol";
import { fieldPath } from "./shown.js";

/** The blocks of a layout while it is edited. */
export type Blocks = readonly LayoutItemDTO[];

/** Where a field stands. */
export interface Place {
  readonly block: number;
  readonly index: number;
}

/** A field as an element of a block. */
export function fieldItem(path: string): LayoutItemDTO {
  return { element: "field", field_type: "incident", content: path, show_if: null, step_label: null, fields: [] };
}

/** Puts a field at the end of a block. */
export function addField(blocks: Blocks, block: number, path: string): Blocks {
  return mapBlock(blocks, block, (old) => ({ ...old, fields: [...old.fields, fieldItem(path)] }));
}

/** Takes a field out. */
export function removeField(blocks: Blocks, { block, index }: Place): Blocks {
  return mapBlock(blocks, block, (old) => ({ ...old, fields: old.fields.filter((_, at) => at !== index) }));
}

/** Moves a field to a place counted without it; beyond the end it comes last. */
export function moveField(blocks: Blocks, from: Place, to: Place): Blocks {
  const item = blocks[from.block]?.fields[from.index];
  if (item === undefined || blocks[to.block] === undefined) return blocks;
  return mapBlock(removeField(blocks, from), to.block, (old) => ({ ...old, fields: old.fields.toSpliced(Math.max(0, to.index), 0, item) }));
}

/** Adds an empty block with a name that no other has. */
export function addBlock(blocks: Blocks, word: string): Blocks {
  const names = new Set(blocks.map((block) => block.step_label));
  let number = blocks.length + 1;
  while (names.has(`${word} ${number}`)) number += 1;
  return [...blocks, { element: "section", field_type: null, content: null, show_if: null, step_label: `${word} ${number}`, fields: [] }];
}

/** Moves a block one place up (-1) or down (1). */
export function moveBlock(blocks: Blocks, block: number, by: -1 | 1): Blocks {
  const moved = blocks[block];
  if (moved === undefined || blocks[block + by] === undefined) return blocks;
  return blocks.toSpliced(block, 1).toSpliced(block + by, 0, moved);
}

/** Takes a block with its fields out. */
export function removeBlock(blocks: Blocks, block: number): Blocks {
  return blocks.filter((_, at) => at !== block);
}

/** Renames a block, or says when it is shown. */
export function changeBlock(blocks: Blocks, block: number, change: { step_label?: string; show_if?: LayoutConditionDTO[] | null }): Blocks {
  return mapBlock(blocks, block, (old) => ({ ...old, ...change }));
}

/** Says when a field is shown. */
export function changeField(blocks: Blocks, { block, index }: Place, show_if: LayoutConditionDTO[] | null): Blocks {
  return mapBlock(blocks, block, (old) => ({ ...old, fields: old.fields.map((item, at) => (at === index ? { ...item, show_if } : item)) }));
}

/** Fields that stand in no block, in the order of their labels. */
export function unplaced(blocks: Blocks, fields: readonly FieldDefDTO[]): FieldDefDTO[] {
  const used = new Set(blocks.flatMap((block) => block.fields.map((item) => item.content)));
  return fields.filter((field) => !used.has(fieldPath(field))).sort((a, b) => a.text.localeCompare(b.text));
}

/** What was changed, in words: "Workspace added to Describe the Incident". */
export function differences(before: Blocks, after: Blocks, label: (path: string) => string): string[] {
  const where = (blocks: Blocks) => new Map(blocks.flatMap((block) => block.fields.map((item) => [item.content ?? "", block.step_label ?? ""] as const)));
  const [old, now] = [where(before), where(after)];
  const words: string[] = [];
  for (const [path, block] of now) if (!old.has(path)) words.push(`${label(path)} added to ${block}`);
  for (const [path, block] of old) if (!now.has(path)) words.push(`${label(path)} taken out of ${block}`);
  for (const [path, block] of now) if (old.has(path) && old.get(path) !== block) words.push(`${label(path)} now in ${block}`);
  if (words.length === 0 && JSON.stringify(before) !== JSON.stringify(after)) words.push("Order, names or conditions changed");
  return words;
}

function mapBlock(blocks: Blocks, block: number, change: (old: LayoutItemDTO) => LayoutItemDTO): Blocks {
  return blocks.map((old, at) => (at === block ? change(old) : old));
}
