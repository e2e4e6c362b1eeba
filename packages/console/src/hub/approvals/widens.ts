const order = ["TLP:WHITE", "TLP:GREEN", "TLP:AMBER", "TLP:RED"];

/** True when the second label lets a value travel further than the first. */
export function widens(before: string, after: string): boolean {
  const [from, to] = [order.indexOf(before), order.indexOf(after)];
  return from !== -1 && to !== -1 && to < from;
}
