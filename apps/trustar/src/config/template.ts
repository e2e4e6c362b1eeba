import type { SectionTemplate } from "@soarkit/app-sdk";

/** The section `[trustar]` that `config -u` writes: every key with what it is for. */
export const configTemplate = `[trustar]
# Name of the message destination. After a change run customize, which creates it and sends the rules and functions there.
queue = trustar
# Set the value true if this machine reaches TruSTAR through a proxy.
proxy = false
# Set the value true if that proxy asks for a user name and a password.
secure_proxy = false
# Address of the proxy as host:port, for example 8.8.8.8:1111. NO_PROXY in the environment is honoured.
proxy_url =
# User name of the proxy; res-keyring asks for it.
proxy_username = ^proxy_username_for_trustar
# Password of the proxy; res-keyring asks for it.
proxy_password = ^proxy_password_for_trustar
# Check the certificate of TruSTAR: true, the path of a PEM file to trust, or false for no check (for tests only).
verify = true
# File with the certificate (PEM) of TruSTAR or of its certificate authority, when the system does not know it.
#cafile = ~/.resilient/trustar.pem
# Seconds to wait for an answer of TruSTAR.
timeout = 60
# How many correlated indicators one submission or update may add to the incident as artifacts (0 to 1000).
max_correlated_artifacts = 100
# The most restricted TLP that may leave for TruSTAR: CLEAR, GREEN, AMBER, AMBER+STRICT or RED. It is compared with an
# artifact's tag tlp:* or, without one, with the incident's field tlp. What is marked neither may leave.
max_tlp = AMBER
`;

/** The sections beside it. */
export const furtherTemplates: readonly SectionTemplate[] = [
  {
    section: "trustar_threat_source",
    template: `[trustar_threat_source]
# URL of TruSTAR, for example https://api.trustar.co. Left empty, the threat service has no answers, and priorities are
# looked up with the accounts below.
url =
# API key of the TruSTAR user that looks indicators up; res-keyring asks for it.
user_api_key = ^api_key_for_trustar_threat_source
# API secret of that user; res-keyring asks for it.
user_api_secret = ^api_secret_for_trustar_threat_source
# Ids of the enclaves to search for indicators, separated by commas; empty for all that the user may see.
# The names enclave_ids_for_search, enclave_ids_for_query and enclave_ids are read as well.
enclave_ids_for_submission =
# The lowest priority that the threat service shows as a hit: LOW, MEDIUM or HIGH.
minimum_priority = MEDIUM
`,
  },
  {
    section: "trustar_account_1",
    unless: "trustar_account",
    template: `[trustar_account_1]
# URL of TruSTAR, for example https://api.trustar.co. Left empty, this section is not used.
url =
# API key of the TruSTAR user that sends reports; res-keyring asks for it.
user_api_key = ^api_key_for_trustar_account_1
# API secret of that user; res-keyring asks for it.
user_api_secret = ^api_secret_for_trustar_account_1
# Ids of the enclaves that reports are submitted to, separated by commas.
enclave_ids_for_submission =
# Ids of the enclaves that correlated indicators come from, separated by commas; empty for those of submission.
enclave_ids_for_query =
# Send reports by themselves when incidents are created, changed, closed and deleted: enable or disable.
auto_submission = disable
# Which parts of an incident its report holds: summary, notes, breach, artifacts, separated by commas. Notes are sent
# once the incident is closed. The name incident_content_to_submit is read as well.
submit_data_to_trustar = summary,notes,breach,artifacts
# Incidents with one of these types are not sent; whole names, separated by commas, in any case.
incident_types_to_exclude = Denial of Service
# Workspaces whose incidents go to this account, separated by commas. Each workspace belongs to one account.
workspace = Default workspace
# Tag that reports get in TruSTAR; empty for none.
tag =
`,
  },
];
