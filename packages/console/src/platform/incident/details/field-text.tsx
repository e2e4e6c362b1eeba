import type { FieldDefDTO, TextContent } from "@soarkit/protocol";
import { handleName } from "../../../api/handles.js";
import { RichText } from "../../../parts/rich-text.js";
import { Nothing, Time } from "../../../parts/time.js";
import { isEmptyValue } from "../../../parts/field-values.js";
import { useOrg } from "../../../shell/use-org.js";
import { widgetValue } from "./changes.js";

/** A field's value to read. */
export function FieldText({ field, stored }: { field: FieldDefDTO; stored: unknown }) {
  const { users } = useOrg();
  const name = (handle: unknown): string => {
    const id = typeof handle === "object" && handle !== null && "id" in handle ? handle.id : handle;
    const person = field.input_type === "select_owner" || field.input_type === "select_user" || field.input_type === "multiselect_members" ? users[String(id)] : undefined;
    return person?.display_name ?? handleName(handle as Parameters<typeof handleName>[0]) ?? field.values.find((value) => value.value === handle)?.label ?? String(id);
  };
  if (isEmptyValue(widgetValue(field, stored))) return <Nothing />;
  switch (field.input_type) {
    case "textarea":
      return <RichText content={stored as string | TextContent} />;
    case "datepicker":
    case "datetimepicker":
      return <Time at={stored as number} form="full" />;
    case "boolean":
      return stored === true ? "Yes" : "No";
    case "select":
    case "select_owner":
    case "select_user":
      return name(stored);
    case "multiselect":
    case "multiselect_members":
      return (stored as unknown[]).map(name).join(", ");
    case "number":
      return (stored as number).toLocaleString("en");
    case "text":
    case "none":
      return stored as string;
  }
}
