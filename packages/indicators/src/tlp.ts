/** Labels of the Traffic Light Protocol, versions 1 and 2, from the widest to the narrowest circle. */
export const tlpLabels = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"] as const;

/** A label of TLP 2.0; `WHITE` of version 1 is read as `CLEAR`. */
export type Tlp = (typeof tlpLabels)[number];

/** A TLP value as STAXX writes it: version 1, with prefix. */
export type StaxxTlp = "TLP:RED" | "TLP:AMBER" | "TLP:GREEN" | "TLP:WHITE";

/** Reads a label in any spelling (`tlp:amber+strict`, `TLP:WHITE`, `Red`); `undefined` for anything else. */
export function parseTlp(text: string): Tlp | undefined {
  const label = text.trim().toUpperCase().replace(/^TLP\s*[:=]\s*"?/, "").replace(/"$/, "").replace(/[\s_]*\+[\s_]*/, "+").trim();
  if (label === "WHITE") return "CLEAR";
  return tlpLabels.find((known) => known === label);
}

/** How wide a label lets a value travel: 0 (anybody) to 4 (the people in the room). */
export function tlpRank(tlp: Tlp): number {
  return tlpLabels.indexOf(tlp);
}

/** The label of two that shares less. */
export function narrowerTlp(a: Tlp, b: Tlp): Tlp {
  return tlpRank(a) >= tlpRank(b) ? a : b;
}

const staxxNames: Readonly<Record<Tlp, StaxxTlp>> = {
  CLEAR: "TLP:WHITE",
  GREEN: "TLP:GREEN",
  AMBER: "TLP:AMBER",
  // STAXX knows version 1 only; the next label that does not widen the circle is RED.
  "AMBER+STRICT": "TLP:RED",
  RED: "TLP:RED",
};

/** The label as STAXX knows it; never one that lets the value travel further (staxx-api §1.7). */
export function toStaxxTlp(tlp: Tlp): StaxxTlp {
  return staxxNames[tlp];
}
