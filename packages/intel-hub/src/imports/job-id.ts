/** Fourteen digits: the second of an import in UTC, pushed on until it is later than the one before (staxx-api §1.5). */
export function nextJobId(now: number, latest: string | undefined): string {
  const second = Math.floor(now / 1_000) * 1_000;
  const after = latest === undefined ? 0 : timeOf(latest) + 1_000;
  return new Date(Math.max(second, after)).toISOString().slice(0, 19).replaceAll(/\D/g, "");
}

function timeOf(jobId: string): number {
  const part = (from: number, length = 2): string => jobId.slice(from, from + length);
  return Date.parse(`${part(0, 4)}-${part(4)}-${part(6)}T${part(8)}:${part(10)}:${part(12)}Z`);
}
