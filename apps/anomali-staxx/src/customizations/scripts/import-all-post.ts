/** Post-process script of the workflow `example_staxx_incident_import`: one note with the verdict on every artifact, also on failure. */
export const importAllPostScript = `# Writes one note about the import of an incident's artifacts: what was really sent, and what became of each value.
from html import escape


def text(value):
    return escape("" if value is None else str(value))


HEADINGS = [
    ("stored", "Added to Anomali Staxx"),
    ("changed", "Added to Anomali Staxx, where they had other settings before"),
    ("already there", "In Anomali Staxx with the same settings already, not sent"),
    ("different settings", "Sent to Anomali Staxx, which shows them with different settings"),
    ("pending", "Sent to Anomali Staxx, not visible there yet"),
    ("dropped", "Dropped by Anomali Staxx"),
    ("not sent", "Not sent, because something went wrong before"),
    ("refused", "Not sent, because they cannot or may not be"),
]

results = results or {}
outcome = results.get("outcome") or {}
sent = outcome.get("sent") or {}
values = outcome.get("values") or []

if results.get("success"):
    lines = ["Import of the incident's artifacts to Anomali Staxx: {} {}".format(len(values), "value" if len(values) == 1 else "values")]
else:
    lines = ["Import of the incident's artifacts to Anomali Staxx failed: {}".format(text(results.get("reason") or "no reason was given"))]

if sent:
    lines.extend([
        "",
        "Confidence: {}".format(text(sent.get("confidence"))),
        "Indicator Type: {}".format(text(sent.get("indicator_type"))),
        "TLP: {}".format(text(sent.get("tlp"))),
        "Severity: {}".format(text(sent.get("severity"))),
        "Auto Approve: {}".format(text(sent.get("auto_approve"))),
    ])
    if outcome.get("job_ids"):
        lines.append("Import job: {}".format(text(", ".join(outcome.get("job_ids")))))

known = [verdict for verdict, heading in HEADINGS]
groups = HEADINGS + [(verdict, verdict) for verdict in sorted(set(str(value.get("verdict")) for value in values) - set(known))]
for verdict, heading in groups:
    members = [value for value in values if str(value.get("verdict")) == verdict]
    if not members:
        continue
    lines.extend(["", "<b>{}</b> ({}):".format(text(heading), len(members))])
    for value in members:
        lines.append("{} ({}): {}".format(text(value.get("value")), text(value.get("type")), text(value.get("detail"))))

for warning in outcome.get("warnings") or []:
    lines.append("Warning: {}".format(text(warning)))

incident.addNote(helper.createRichText("<br>".join(lines)))
`;
