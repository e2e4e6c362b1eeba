export { ForwardingProxy, type Tunnel } from "./forwarding-proxy.js";
export { HoldingProxy, type HoldPoint, type PassedCall } from "./holding-proxy.js";
export { callOf, connectTo, endOf, incidentWith, notesArrive, notesOf, runRule, until } from "./soarkit-client.js";
export { type SoarkitProcess, startSoarkitProcess } from "./soarkit-process.js";
export { type SoarkitFixture, useSoarkit } from "./soarkit-fixture.js";
export { TaxiiServer } from "./taxii-server.js";
export { tempFolder } from "./temp-folder.js";
export { TrustarSystem, useTrustar } from "./trustar-system.js";
