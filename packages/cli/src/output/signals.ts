/**
 * Resolves at the first Ctrl-C or SIGTERM. A second one ends the process at once with code 130; what was not finished
 * is taken up at the next start.
 */
export function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let seen = 0;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        seen += 1;
        if (seen > 1) process.exit(130);
        resolve(signal);
      });
    }
  });
}
