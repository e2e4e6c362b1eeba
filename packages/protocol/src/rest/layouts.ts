/** A condition under which a block or field is shown; all of them must hold. */
export interface LayoutConditionDTO {
  /** Path of a field of the incident. */
  field: string;
  condition: "equals" | "not_equals" | "has_a_value" | "not_has_a_value";
  /** Select values by id or label. */
  value: string | number | boolean | null;
}

/** One element of a layout (soar-protocol §1.12 "LayoutViewItem"): a block with its fields, or a field. */
export interface LayoutItemDTO {
  element: string;
  field_type: string | null;
  /** Path of the field; null for blocks. */
  content: string | null;
  show_if: LayoutConditionDTO[] | null;
  /** Name of a block. */
  step_label: string | null;
  fields: LayoutItemDTO[];
}

/** LayoutDTO (soar-protocol §1.12); `vers` is ours. */
export interface LayoutDTO {
  id: number;
  name: string;
  /** Type id of the objects that it shows. */
  type: number;
  content: LayoutItemDTO[];
  public: boolean;
  /** Send it back with a change; a stale one is refused. */
  vers: number;
  uuid: string;
  export_key: string;
  perms: null;
}
