/** Ids of the types above one, nearest first. */
export function ancestorsOf(types: readonly { id: number; parent_id: number | null }[], id: number): number[] {
  const above: number[] = [];
  for (let parent = types.find((type) => type.id === id)?.parent_id; parent !== null && parent !== undefined && !above.includes(parent); ) {
    above.push(parent);
    const next = parent;
    parent = types.find((type) => type.id === next)?.parent_id;
  }
  return above;
}
