/** Post-process script of the workflow `example_staxx_indicator_import`: one note per run, also on failure. */
export const importPostScript = `# Writes one note about the import: what was really sent, and what Anomali Staxx made of it.
from html import escape


def text(value):
    return escape("" if value is None else str(value))


HEADINGS = {
    "stored": "Artifact: {} added to Anomali Staxx:",
    "changed": "Artifact: {} added to Anomali Staxx, where it had other settings before:",
    "already there": "Artifact: {} is in Anomali Staxx with the same settings already; nothing was sent:",
    "different settings": "Artifact: {} sent to Anomali Staxx, which shows it with different settings:",
    "pending": "Artifact: {} sent to Anomali Staxx, not visible there yet:",
    "dropped": "Artifact: {} was dropped by Anomali Staxx:",
}

name = "<b>{}</b>".format(text(artifact.value))

if results is None or not results.get("success"):
    reason = None if results is None else results.get("reason")
    note = "Artifact: {} import to Anomali Staxx failed: {}".format(name, text(reason or "no reason was given"))
else:
    outcome = results.get("outcome") or {}
    sent = outcome.get("sent") or {}
    values = outcome.get("values") or []
    heading = HEADINGS.get(values[0].get("verdict") if values else "stored", HEADINGS["stored"])
    lines = [
        heading.format(name),
        "",
        "Confidence: {}".format(text(sent.get("confidence"))),
        "Indicator Type: {}".format(text(sent.get("indicator_type"))),
        "TLP: {}".format(text(sent.get("tlp"))),
        "Severity: {}".format(text(sent.get("severity"))),
        "Auto Approve: {}".format(text(sent.get("auto_approve"))),
    ]
    for value in values:
        lines.append("Result: {} ({}): {}. {}".format(
            text(value.get("value")), text(value.get("type")), text(value.get("verdict")), text(value.get("detail"))))
    if outcome.get("job_id"):
        lines.append("Import job: {}".format(text(outcome.get("job_id"))))
    for warning in outcome.get("warnings") or []:
        lines.append("Warning: {}".format(text(warning)))
    note = "<br>".join(lines)

incident.addNote(helper.createRichText(note))
`;
