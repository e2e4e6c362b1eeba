/** Pre-process script of the workflow `example_staxx_indicator_search`. */
export const queryPreScript = `# Ask Anomali Staxx for the artifact's value; an empty number means the function's default of 10.
inputs.staxx_indicator = artifact.value
inputs.staxx_max_results = rule.properties.staxx_max_results
`;
