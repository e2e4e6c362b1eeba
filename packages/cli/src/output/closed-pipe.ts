/** What a shell reports of a program that SIGPIPE ended: 128 and the signal's number. */
const endedByClosedPipe = 141;

/**
 * Ends the command without a word when its reader is gone, as in `soarkit selftest | head`. A server that waits for a
 * signal goes on: nobody needs to read what it prints.
 */
export function endWithReader(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    if (process.listenerCount("SIGTERM") === 0) process.exit(endedByClosedPipe);
  });
  process.stderr.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}
