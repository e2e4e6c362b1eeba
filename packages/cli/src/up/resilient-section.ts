/** Text of the `[resilient]` section that a first start writes; the values are filled in by {@link writeAppConfig}. */
export const resilientSection = `[resilient]
# Where the SOAR platform answers: host name and HTTPS port.
host =
port =
# Name of the organisation to work in.
org =
# API key of this integration server. The secret may be \$NAME (environment) or ^name (secret store, see res-keyring).
api_key_id =
api_key_secret =
# PEM file with the certificate authority that signed the platform's certificate.
cafile =
# Where the platform's message broker answers (STOMP over TLS) and the authority that signed its certificate.
stomp_host =
stomp_port =
stomp_cafile =
# How many functions may run at once. Without this line: 1000.
# num_workers = 50
# Folder of the log, its file name and its level (DEBUG, INFO, WARNING, ERROR).
logdir =
logfile = app.log
loglevel = INFO
`;
