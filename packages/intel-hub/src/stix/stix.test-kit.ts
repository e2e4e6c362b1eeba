/** STIX ids for tests: the same number gives the same id. */
export function stixId(type: string, number: number): string {
  return `${type}--00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

/** An indicator with what the specification asks for. */
export function indicator(number: number, pattern: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    type: "indicator",
    spec_version: "2.1",
    id: stixId("indicator", number),
    created: "2026-01-01T00:00:00.000Z",
    modified: "2026-02-01T00:00:00.000Z",
    pattern,
    pattern_type: "stix",
    valid_from: "2026-01-01T00:00:00Z",
    ...more,
  };
}

/** A relationship between two objects. */
export function relationship(number: number, source: string, word: string, target: string): Record<string, unknown> {
  return { type: "relationship", id: stixId("relationship", number), relationship_type: word, source_ref: source, target_ref: target, modified: "2026-02-01T00:00:00Z" };
}
