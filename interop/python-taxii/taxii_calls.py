"""Drives a TAXII 2.1 server with OASIS's own client: argv are url, user, password, ca file. Prints what was seen as JSON."""
import json
import sys

from taxii2client.v21 import Server, as_pages

url, user, password, ca = sys.argv[1:5]
server = Server(url, user=user, password=password, verify=ca)
root = server.default
collections = {collection.title: collection for collection in root.collections}
everything = collections["All indicators"]
pages = list(as_pages(everything.get_objects, per_request=50))
objects = [item for page in pages for item in page.get("objects", [])]
manifest = [item for page in as_pages(everything.get_manifest, per_request=50) for item in page["objects"]]
one = everything.get_object(objects[-1]["id"])
later = everything.get_objects(added_after=manifest[-2]["date_added"])
typed = everything.get_objects(type="report")
pushed = {
    "type": "indicator", "spec_version": "2.1", "id": "indicator--7f0f5c1d-52b6-4f6c-9d1b-6d9c3a1f0001",
    "created": "2026-11-01T00:00:00.000Z", "modified": "2026-11-01T00:00:00.000Z", "valid_from": "2026-11-01T00:00:00.000Z",
    "pattern": "[domain-name:value = 'pushed.example-bad.com']", "pattern_type": "stix",
}
status = collections["Inbox"].add_objects({"objects": [pushed]}, wait_for_completion=False)
status.refresh()
print(json.dumps({
    "title": server.title,
    "collections": sorted(collections),
    "pages": len(pages),
    "objects": [item["id"] for item in objects],
    "manifest": [item["id"] for item in manifest],
    "one": [item["id"] for item in one["objects"]],
    "later": [item["id"] for item in later["objects"]],
    "types": sorted({item["type"] for item in typed["objects"]}),
    "push": {"status": status.status, "success": status.success_count, "failure": status.failure_count},
}))
