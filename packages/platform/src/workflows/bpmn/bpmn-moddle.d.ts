/** The part of bpmn-moddle that is used here; the package's own types are not reachable from its main entry. */
declare module "bpmn-moddle" {
  export class BpmnModdle {
    constructor(descriptors: Readonly<Record<string, unknown>>);
    fromXML(xml: string): Promise<{ rootElement: unknown; warnings: readonly { message: string }[] }>;
  }
}
