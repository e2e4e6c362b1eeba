export { StompBroker } from "./broker/broker.js";
export type { BrokerLimits } from "./broker/limits.js";
export type { BrokerPrincipal, BrokerSecurity, MessageStore, ReceivedMessage, StoredMessage } from "./broker/message-store.js";
export type { BrokerLink, BrokerLinkEvent, BrokerStatus, StompBrokerOptions } from "./broker/options.js";
export { StompConnection } from "./client/connection.js";
export type { ConnectionStatus, IncomingMessage, StompConnectionOptions, StompTlsOptions } from "./client/options.js";
export { encodeFrame, type Frame, type FrameHeaders } from "./frames/frame.js";
export { FrameReader, type FrameLimits, type FrameListener } from "./frames/frame-reader.js";
