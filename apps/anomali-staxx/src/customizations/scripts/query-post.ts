/** Post-process script of the workflow `example_staxx_indicator_search`: one note per run, also on failure. */
export const queryPostScript = `# Writes one note with the records that Anomali Staxx has for the artifact.
from html import escape


def text(value):
    return escape("" if value is None else str(value))


name = "<b>{}</b>".format(text(artifact.value))

if results is None or not results.get("success"):
    reason = None if results is None else results.get("reason")
    note = "Artifact: {} search in Anomali Staxx failed: {}".format(name, text(reason or "no reason was given"))
else:
    outcome = results.get("outcome") or {}
    dates = outcome.get("dates") or []
    records = results.get("content") or []
    lines = ["Artifact: {}".format(name)]
    searched = outcome.get("value")
    if searched and searched != artifact.value:
        lines.append("Searched as: {}".format(text(searched)))
    lines.append("Staxx results:")
    if not records:
        lines.append("")
        lines.append("No results found")
    for number, record in enumerate(records):
        date = dates[number] if number < len(dates) else record.get("date_last")
        tlp = text(record.get("tlp")).upper()
        if tlp.startswith("TLP:"):
            tlp = tlp[4:].strip()
        lines.extend([
            "",
            "Date Updated: {}".format(text(date)),
            "Confidence: {}".format(text(record.get("confidence"))),
            "<b>TLP</b>: {}".format(tlp),
            "Type: {}".format(text(record.get("itype"))),
            "Severity: {}".format(text(record.get("severity"))),
            "Campaign: {}".format(text(record.get("campaign"))),
            "Feed: {}".format(text(record.get("feed_name"))),
            "Source: {}".format(text(record.get("source"))),
            "Actor: {}".format(text(record.get("actor"))),
            "Detail: {}".format(text(record.get("detail"))),
        ])
    if records:
        lines.append("")
        summary = "{} {} shown".format(len(records), "record" if len(records) == 1 else "records")
        if results.get("more"):
            summary += "; Anomali Staxx has more, raise Max Results to see them"
        lines.append(summary)
    note = "<br>".join(lines)

incident.addNote(helper.createRichText(note))
`;
