/**
 * What the `resilient:` elements and attributes of a workflow are (soar-protocol §3.4), in the words of bpmn-moddle:
 * a description of our own, made from the names that occur in exports.
 */
export const resilientDescriptor = {
  name: "resilient",
  uri: "http://resilient.ibm.com/bpmn",
  prefix: "resilient",
  xml: { tagAlias: "lowerCase" },
  types: [
    { name: "StepKind", extends: ["bpmn:ServiceTask"], properties: [{ name: "type", isAttr: true, type: "String" }] },
    {
      name: "Function",
      superClass: ["Element"],
      properties: [
        { name: "uuid", isAttr: true, type: "String" },
        { name: "content", isBody: true, type: "String" },
      ],
    },
    { name: "Script", superClass: ["Element"], properties: [{ name: "uuid", isAttr: true, type: "String" }] },
  ],
} as const;
