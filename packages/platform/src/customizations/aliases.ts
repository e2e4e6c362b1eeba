/**
 * Uuids of a document that mean objects which have another uuid here: an object found by its name keeps its own uuid,
 * and what the document says about it is read with that.
 */
export class Aliases {
  readonly #known = new Map<string, string>();

  /** Says that `uuid` of the document means the object with the uuid `here`. */
  add(uuid: string | undefined, here: string): void {
    if (uuid !== undefined && uuid !== here) this.#known.set(uuid, here);
  }

  /** The uuid that an object of the document has here. */
  here(uuid: string): string {
    return this.#known.get(uuid) ?? uuid;
  }

  /** A text, such as BPMN, with all uuids as they are here. */
  rewrite(text: string): string {
    let rewritten = text;
    for (const [uuid, here] of this.#known) rewritten = rewritten.replaceAll(uuid, here);
    return rewritten;
  }
}
