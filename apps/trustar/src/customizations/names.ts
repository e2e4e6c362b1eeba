/** Names of the rules (trustar-api §6.2); servers find the handler of a message by them. */
export const ruleNames = {
  incidentCreated: "CaseCreated",
  artifactCreated: "ArtifactCreated",
  incidentChanged: "UpdateIncident",
  incidentDeleted: "Incident Deleted",
  send: "Send To TruSTAR",
  whitelist: "Whitelist in TruSTAR",
  undoWhitelist: "Undo Whitelist in TruSTAR",
} as const;

/** Programmatic name of the message destination, unless `queue` says another. */
export const destinationName = "trustar";
