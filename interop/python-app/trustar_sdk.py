"""Drives a hub with the real TruSTAR SDK, of either generation, and prints what it saw as one JSON line.

Arguments: address of the hub, API key, API secret, id of the enclave. TLS is verified by REQUESTS_CA_BUNDLE.
"""

import json
import sys
import time

import trustar
from trustar import Report, TruStar

base, key, secret, enclave = sys.argv[1:5]
config = {
    "auth_endpoint": base + "/oauth/token",
    "api_endpoint": base + "/api/1.3",
    "user_api_key": key,
    "user_api_secret": secret,
    "enclave_ids": [enclave],
    "client_metatag": "interop",
}
client = TruStar(config=config)
seen = {"sdk": trustar.__version__ if hasattr(trustar, "__version__") else "", "ping": client.ping(), "version": client.get_version()}
seen["enclaves"] = [item.name for item in client.get_user_enclaves()]

report = Report(title="Interop", body="www.wefrrtdgwefwef1234.org, 203.0.200.7, mail@evil-host.com", enclave_ids=[enclave], external_id="INTEROP-1")
submitted = client.submit_report(report)
seen["indicators"] = sorted(item.value for item in client.get_indicators_for_report(submitted.id))
found = client.get_report_details("INTEROP-1", id_type="external")
seen["same_id"] = found.id == submitted.id
found.body = "203.0.200.7 and 203.0.200.8"
client.update_report(found)
seen["updated"] = client.get_report_details(found.id).body
seen["related"] = sorted(item.value for item in client.get_related_indicators(indicators=["203.0.200.7"]))
seen["correlated"] = client.get_correlated_reports(indicators=["203.0.200.7"])
seen["correlated"] = len(list(seen["correlated"]))
seen["tag"] = bool(client.add_enclave_tag(found.id, "malicious", enclave))
seen["tags"] = [tag.name for tag in client.get_enclave_tags(found.id)]
time.sleep(1.1)  # the SDK asks for reports up to the last full second
seen["by_tag"] = [item.id == found.id for item in client.get_reports(tag=["malicious"])]
client.delete_enclave_tag(found.id, client.get_enclave_tags(found.id)[0].id)
seen["tags_left"] = [tag.name for tag in client.get_enclave_tags(found.id)]
seen["search"] = sorted(item.value for item in client.search_indicators("203.0.200"))
seen["search_reports"] = [item.title for item in client.search_reports("Interop")]
seen["metadata"] = client.get_indicator_metadata("203.0.200.7")["indicator"].value
seen["priority"] = [item.priority_level for item in client.search_indicators("203.0.200.7")]
seen["trending"] = len(client.get_community_trends(indicator_type=None, days_back=1))
seen["whitelisted"] = sorted(item.value for item in client.add_terms_to_whitelist(["not-malicious.com", "really-not-malicious.net"]))
seen["whitelist_page"] = len(client.get_whitelist_page().items)
for item in list(client.get_whitelist()):
    client.delete_indicator_from_whitelist(item)
seen["whitelist_left"] = len(list(client.get_whitelist()))
client.delete_report(found.id)
try:
    client.get_report_details(found.id)
except Exception as error:  # the SDK raises an HTTPError that carries the answer
    seen["missing"] = error.response.status_code
print(json.dumps(seen))
