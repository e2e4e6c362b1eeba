/** Scripts of the example workflows: they fill the inputs and write one note per run, also on failure. */

/** Pre-process script of the workflows on incidents (document, figure 9). */
export const incidentPreScript = `# The incident whose report is meant.
inputs.trustar_incident_id = incident.id
`;

/** Pre-process script of the priority look-up (figure 10). */
export const valuePreScript = `# The indicator to look up.
inputs.trustar_artifact_value = artifact.value
`;

/** Pre-process script of the whitelisting (figure 11). */
export const whitelistPreScript = `# The indicator, and the incident that says which TruSTAR account it is for.
inputs.trustar_artifact_value = artifact.value
inputs.trustar_incident_id = incident.id
`;

/** Pre-process script of the end of a whitelisting (second figure 11). */
export const undoWhitelistPreScript = `# The indicator with its type, and the incident that says which TruSTAR account it is for.
inputs.trustar_artifact_value = artifact.value
inputs.trustar_artifact_type = artifact.type
inputs.trustar_incident_id = incident.id
`;

/** Puts what all post-process scripts share around the lines that tell of a success. */
function postScript(comment: string, failed: string, lines: readonly string[]): string {
  return `# ${comment}
from html import escape


def text(value):
    return escape("" if value is None else str(value))


if results is None or results.get("error"):
    reason = "no reason was given" if results is None else results.get("error")
    note = "${failed}: {}".format(text(reason))
else:
${lines.map((line) => `    ${line}`).join("\n")}

incident.addNote(helper.createRichText("<b>TruSTAR:</b> " + note))
`;
}

/** Post-process script of the submission (figure 12). */
export const submitPostScript = postScript("Notes the id of the report in TruSTAR.", "the incident was not submitted", [
  'note = "the incident was submitted as report {}".format(text(results.get("id")))',
]);

/** Post-process script of the priority look-up. */
export const priorityPostScript = postScript("Notes the priority of the indicator in TruSTAR.", "the priority was not found out", [
  'note = "the priority of {} is {}".format(text(artifact.value), text(results.get("priorityLevel")))',
]);

/** Post-process script of the look-up of correlated indicators. */
export const correlatedPostScript = postScript("Notes the indicators that TruSTAR knows together with those of the incident.", "correlated indicators were not found out", [
  'indicators = results.get("indicators") or []',
  'listed = ["{} ({})".format(text(one.get("value")), text(one.get("type"))) for one in indicators]',
  'note = "<br>".join(["{} correlated indicator(s)".format(len(indicators))] + listed)',
]);

/** Post-process script of the deletion. */
export const deletePostScript = postScript("Notes that the report is gone.", "the report was not deleted", [
  'note = "the report was deleted ({})".format(text(results.get("status")))',
]);

/** Post-process script of the whitelisting. */
export const whitelistPostScript = postScript("Notes what was whitelisted.", "nothing was whitelisted", [
  'indicators = results.get("indicators") or []',
  'note = "whitelisted " + ", ".join("{} ({})".format(text(one.get("value")), text(one.get("type"))) for one in indicators)',
]);

/** Post-process script of the end of a whitelisting. */
export const undoWhitelistPostScript = postScript("Notes that the value counts again.", "the whitelisting was not undone", [
  'note = "{} is not whitelisted any more ({})".format(text(artifact.value), text(results.get("status")))',
]);
