/** One step of the story: what was done, what was seen, where to look. */
export interface DemoStep {
  step: string;
  ok: boolean;
  seconds: number;
  link?: string;
  detail?: string;
}

/** The whole story, as `--json` prints it. */
export interface DemoTranscript {
  ok: boolean;
  report: string;
  incident?: { id: number; name: string; link: string };
  steps: DemoStep[];
}

/** What a step hands back: a value for the next ones, and what to show. */
interface Seen<T> {
  value: T;
  link?: string;
  detail?: string;
}

/** Does one step and tells of it; undefined when it failed. */
export type StepRunner = <T>(text: string, work: () => Promise<Seen<T>>) => Promise<T | undefined>;

/** Runs steps and writes each down: what failed is told and makes the whole story fail. */
export function stepsOf(transcript: DemoTranscript, onStep: (step: DemoStep) => void): StepRunner {
  return async <T>(text: string, work: () => Promise<Seen<T>>) => {
    const began = performance.now();
    const entry: DemoStep = { step: text, ok: true, seconds: 0 };
    let value: T | undefined;
    try {
      const result = await work();
      value = result.value;
      if (result.link !== undefined) entry.link = result.link;
      if (result.detail !== undefined) entry.detail = result.detail;
    } catch (error) {
      entry.ok = false;
      entry.detail = error instanceof Error ? error.message : String(error);
      transcript.ok = false;
    }
    entry.seconds = (performance.now() - began) / 1000;
    transcript.steps.push(entry);
    onStep(entry);
    return value;
  };
}
