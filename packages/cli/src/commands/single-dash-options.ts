/** Long options that the documents write with one dash; commander refuses them, so they get their second one. */
const documentedOptions = new Set(["-name", "-resturl", "-user", "-password"]);

/** The arguments with the documents' single-dash long options in the form that commander reads. */
export function expandSingleDashOptions(argv: readonly string[]): string[] {
  const afterOptions = argv.indexOf("--");
  return argv.map((argument, index) => {
    if (afterOptions !== -1 && index > afterOptions) return argument;
    const name = argument.split("=", 1)[0] ?? argument;
    return documentedOptions.has(name) ? `-${argument}` : argument;
  });
}
