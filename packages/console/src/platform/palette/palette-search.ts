/** True when every word of the text begins a word of the label, or the label holds the text. */
export function matches(text: string, label: string): boolean {
  const wanted = text.trim().toLowerCase().replace(/^#(?=\d)/, "");
  const name = label.toLowerCase();
  if (wanted === "" || name.includes(wanted)) return true;
  const words = name.split(/[^\p{L}\p{N}]+/u);
  return wanted.split(/\s+/).every((part) => words.some((word) => word.startsWith(part)));
}

/** Conditions, one of which an incident must meet: its number, or part of its name. */
export function incidentConditions(text: string): { field_name: string; method: string; value: string | number }[] {
  const wanted = text.trim();
  const number = /^#?(\d{1,12})$/.exec(wanted)?.[1];
  return [{ field_name: "name", method: "contains", value: wanted }, ...(number === undefined ? [] : [{ field_name: "id", method: "equals", value: Number(number) }])];
}
