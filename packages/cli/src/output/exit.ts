/** Ends the command with a code and, when there is one, a sentence for the person who typed it. */
export class ExitError extends Error {
  constructor(
    readonly exitCode: number,
    message = "",
  ) {
    super(message);
  }
}
