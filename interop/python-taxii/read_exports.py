"""Reads exports with foreign libraries: argv are a STIX bundle and a MISP export. Prints what they saw as JSON."""
import json
import sys

import stix2
from pymisp import MISPEvent
from stix2patterns.validator import run_validator

with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read()
bundle = stix2.parse(text, allow_custom=False, version="2.1")
indicators = [item for item in bundle.objects if item["type"] == "indicator"]
mistakes = {item["pattern"]: run_validator(item["pattern"], stix_version="2.1") for item in indicators}
with open(sys.argv[2], encoding="utf-8") as file:
    events = json.load(file)["response"]
attributes = []
ends = {}
for wrapped in events:
    event = MISPEvent(strict_validation=True)
    event.load(wrapped)
    attributes += [[item.type, item.category, item.value, bool(item.to_ids)] for item in event.attributes if item.type != "comment"]
    ends.update({item.value: tag.name for item in event.attributes for tag in item.tags if tag.name.startswith("soarkit:expires=")})
print(json.dumps({
    "objects": len(bundle.objects),
    "indicators": len(indicators),
    "markings": sorted({mark for item in indicators for mark in item["object_marking_refs"]}),
    "mistakes": [[pattern, found] for pattern, found in mistakes.items() if found],
    "events": len(events),
    "attributes": attributes,
    "misp_ends": ends,
    "stix_ends": {item["name"]: item["valid_until"].isoformat() for item in indicators if "valid_until" in item},
}))
