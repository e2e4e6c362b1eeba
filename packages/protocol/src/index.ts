export type { ErrorClass, ErrorDefinition } from "./errors/define.js";
export { errorCatalogue, messageOf, SoarkitError, type ErrorCode, type ErrorDetails } from "./errors/soarkit-error.js";
export { actionMessageSchema, type ActionMessage } from "./messages/action-message.js";
export * from "./messages/destinations.js";
export { functionMessageSchema, type FunctionMessage } from "./messages/function-message.js";
export { replySchema, type Reply } from "./messages/reply.js";
export type { ResultEnvelope, ResultMetrics } from "./messages/result-envelope.js";
export type * from "./rest/cases.js";
export type * from "./rest/configuration.js";
export type * from "./rest/handles.js";
export type * from "./rest/layouts.js";
export { InvocationMessageType, InvocationStatus } from "./rest/invocations.js";
export type * from "./rest/invocations.js";
export { ObjectType, type ObjectTypeName } from "./rest/object-types.js";
export type * from "./rest/session.js";
export type * from "./rest/threat-sources.js";
export { type ThreatServiceType, threatServiceTypes } from "./threat-service/artifact-types.js";
export {
  type HitPropertyType,
  hitPropertyTypes,
  type ThreatServiceAnswer,
  threatServiceAnswerSchema,
  type ThreatServiceArtifact,
  threatServiceArtifactSchema,
  threatServiceOptionsSchema,
  threatServicePropertySchema,
} from "./threat-service/lookup.js";
