"""Drives the platform with IBM's REST client: what apps do with it, and what comes back, as JSON on standard output."""
import json
import sys
import time

import resilient

config_file = sys.argv[1]
parser = resilient.ArgumentParser(config_file=config_file)
client = resilient.get_client(parser.parse_args([]))
seen = {"org_id": client.org_id, "const": client.get_const()["server_version"]["version"]}

incident = client.post("/incidents", {"name": "From IBM's client", "discovered_date": int(time.time() * 1000)})
incident_id = incident["id"]
uri = "/incidents/{}".format(incident_id)


def rename(current):
    current["name"] = "Renamed by get_put"
    return current


seen["renamed"] = client.get_put(uri, rename)["name"]

patch = resilient.Patch(client.get(uri))
patch.add_value("description", "patched")
seen["patched"] = client.patch(uri, patch).json()["success"]

conflicting = client.get(uri)
client.get_put(uri, lambda current: dict(current, name="Changed by somebody else"))
patch = resilient.Patch(conflicting)
patch.add_value("name", "Wins by overwriting")
client.patch(uri, patch, overwrite_conflict=True)
seen["after_conflict"] = client.get(uri)["name"]

created = client.post(uri + "/artifacts", {"type": {"name": "IP Address"}, "value": "198.51.100.7", "description": "from IBM's client"})
seen["artifacts_created"] = len(created)
seen["artifact_type"] = client.get(uri + "/artifacts?handle_format=names")[0]["type"]
client.post(uri + "/comments", {"text": {"format": "html", "content": "<b>bold</b><script>alert(1)</script>"}})
seen["note"] = client.get(uri + "/comments")[0]["text"]
seen["fields"] = sorted(field["name"] for field in client.get("/types/__function/fields"))
seen["query"] = [found["id"] for found in client.post("/incidents/query_paged", {"start": 0, "length": 5, "filters": [{"conditions": [{"field_name": "id", "method": "equals", "value": incident_id}]}]})["data"]]
export = client.post("/configurations/exports/", {"layouts": True, "actions": True, "phases_and_tasks": True})
seen["exported_functions"] = sorted(function["name"] for function in export["functions"])
seen["deleted"] = client.delete(uri)
print(json.dumps(seen))
