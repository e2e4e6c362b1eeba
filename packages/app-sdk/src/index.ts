export { type ActionSpec, type AppAction, defineAction, ruleKey } from "./action.js";
export type { ActionEvent, ActionObject } from "./action-event.js";
export { type AppSpec, defineApp, isSoarkitApp, type ReplacedApp, type SoarkitApp } from "./app.js";
export { artifactTlp, incidentTlp, type TlpMark } from "./case/tlp-marks.js";
export { type AppConfig, type ConfigSchema, defineConfig, type FurtherSections, missingSections, ownsSection, type SectionTemplate, sectionTemplates } from "./config.js";
export type { ActionContext, CallContext, FunctionContext, SelftestContext, SelftestStep, StartContext, StatusLevel } from "./context.js";
export type {
  ArtifactTypeCustomization,
  CustomizationSet,
  CustomizedObject,
  DestinationCustomization,
  RuleCondition,
  RuleCustomization,
  ScriptCustomization,
  SetFieldCustomization,
  WorkflowCustomization,
  WorkflowStep,
} from "./customizations/customization-set.js";
export { renderExport } from "./customizations/render-export.js";
export { type AppFunction, defineFunction, type FunctionSpec, type InDoubtPolicy, type ResultForm } from "./function.js";
export type { AppHttp, AppHttpRequest, AppHttpResponse, MultipartPart } from "./http/app-http.js";
export { type AppHttpOptions, createAppHttp } from "./http/create-app-http.js";
export { OutsideError, OutsideStatus, OutsideTimeout, OutsideTls, OutsideUnreachable } from "./http/outside-errors.js";
export type { Input, InputMap, InputOptions, InputValue, InputValues } from "./inputs/input.js";
export {
  booleanInput,
  dateInput,
  dateTimeInput,
  multiselectInput,
  numberInput,
  selectInput,
  textareaInput,
  textInput,
} from "./inputs/input-kinds.js";
export { readInputs } from "./inputs/read-inputs.js";
export { ExpectedFailure, fail, type FunctionResult, needsPerson, succeed } from "./result.js";
export { hit, type Hit, type HitProperty, ipProperty, numberProperty, placeProperty, textProperty, uriProperty } from "./threat-search/hits.js";
export type { ThreatLookup } from "./threat-search/lookup.js";
export { found, lookupFailed, type LookupOutcome, notReady } from "./threat-search/outcome.js";
export { senderTexts } from "./threat-search/sender.js";
export { type AppThreatSearcher, type ArtifactToSearch, defineThreatSearcher, type ThreatSearchContext, type ThreatSearcherSpec } from "./threat-search/searcher.js";
export { type Logger, registerSecret } from "@soarkit/runtime";
export type { SoarClient } from "@soarkit/soar-client";
