import { useEffect, useState } from "react";
import type { Load } from "./types.js";

/** How fast a load goes. */
export interface LoadRate {
  /** Rows a second. */
  rows: number;
  /** What `position` counts, a second. */
  position: number;
}

interface Sample extends LoadRate {
  at: number;
}

/** Time over which the speed is taken, milliseconds. */
const span = 10_000;

/** The speed of a load over the last ten seconds; undefined until two looks at it differ. */
export function useRate({ state, rows, position }: Pick<Load, "state" | "rows" | "position">): LoadRate | undefined {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  useEffect(() => {
    const at = Date.now();
    setSamples((before) => (state === "running" ? [...before.filter((sample) => sample.at > at - span), { at, rows, position }] : []));
  }, [state, rows, position]);
  return rateOf(samples);
}

/** The speed between the first and the last look. */
export function rateOf(samples: readonly Sample[]): LoadRate | undefined {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.at - first.at < 300) return undefined;
  const seconds = (last.at - first.at) / 1_000;
  return { rows: (last.rows - first.rows) / seconds, position: (last.position - first.position) / seconds };
}
