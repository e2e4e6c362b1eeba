const settings = `inputs.staxx_auto_approve = rule.properties.auto_approve
inputs.staxx_confidence = rule.properties.confidence_level
inputs.staxx_indicator_type = rule.properties.indicator_type
inputs.staxx_severity = rule.properties.severity_level
inputs.staxx_tlp = rule.properties.tlp_color
inputs.staxx_force = rule.properties.staxx_force
`;

/** Pre-process script of the workflow `example_staxx_indicator_import`. */
export const importPreScript = `# The artifact's value goes to Anomali Staxx with the settings chosen when the rule was run.
inputs.staxx_indicator = artifact.value
${settings}`;

/** Pre-process script of the workflow `example_staxx_incident_import`. */
export const importAllPreScript = `# All artifacts of the incident go to Anomali Staxx with the settings chosen when the rule was run; the app reads them.
inputs.staxx_incident_id = incident.id
${settings}`;
