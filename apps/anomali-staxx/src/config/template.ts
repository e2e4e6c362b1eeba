/** The section that `config -u` writes: every key with what it is for. */
export const configTemplate = `[fn_anomali_staxx]
# Host name or IP address of Anomali STAXX, without https:// and without the port.
staxx_ip=10.10.10.10
# HTTPS port of Anomali STAXX; its own default is 8080.
staxx_port=8080
# The STAXX account that searches and imports. Imports show this name as their source.
# The account must have changed its first password on the STAXX pages before the API accepts it.
staxx_user=someuser
# Its password. Better kept out of this file: $STAXX_PASSWORD reads an environment variable,
# ^staxx_password a secret stored with res-keyring.
staxx_password=somepass
# HTTP proxy between this server and STAXX, e.g. http://your.proxy.com:3128. Remove the # to use it.
#http_proxy=http://your.proxy.com:3128
# Proxy for HTTPS, which is what STAXX speaks. NO_PROXY in the environment is honoured.
#https_proxy=http://your.proxy.com:3128
# Check the certificate of STAXX: true, the path of a PEM file to trust, or false for no check (for tests only).
verify=true
# File with the certificate (PEM) of STAXX or of its certificate authority. STAXX comes with a self-signed one: save it here.
#cafile=~/.resilient/staxx.pem
# Seconds to wait for an answer of STAXX.
timeout=30
# Time zone of the STAXX server, e.g. Europe/Berlin. STAXX writes its dates in local time without a zone.
server_timezone=UTC
# The most restricted TLP that may leave for STAXX: WHITE, GREEN, AMBER, AMBER+STRICT or RED. It is compared with the
# artifact's tag tlp:* or, without one, with the incident's field tlp. What is marked neither may leave.
max_tlp=AMBER
# Indicator types to accept: standard (the 18 of the dialog) or full (also crypto, fraud, i2p, informational, scan,
# sinkhole, spam, suppress, suspicious, tor, vps; add the values you want to the rule's field as well).
indicator_types=standard
# Seconds to look for an imported indicator before it is reported as pending.
read_back_seconds=5
`;
