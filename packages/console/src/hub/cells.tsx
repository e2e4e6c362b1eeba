import { thingIcons, thingOfType } from "../parts/icons.js";
import { Tag } from "../parts/tag.js";

/** An indicator type in icon and word. */
export function TypeCell({ type }: { type: string }) {
  const TypeIcon = thingIcons[thingOfType(type)];
  return (
    <span className="hub-type">
      <TypeIcon size={16} aria-hidden="true" />
      {type.replaceAll("_", " ")}
    </span>
  );
}

/** A confidence from 0 to 100 with a short bar. */
export function Confidence({ value }: { value: number }) {
  return (
    <span className="hub-confidence">
      <span>{value}</span>
      <span aria-hidden="true">
        <span style={{ width: `${Math.max(0, Math.min(100, value))}%` }} />
      </span>
    </span>
  );
}

/** A severity of the hub; marks what is no threat. */
export function SeverityCell({ severity, threatType }: { severity: string; threatType?: string }) {
  return threatType === "suppress" ? <Tag kind="mark" value="well known" label="Reference" /> : <Tag kind="severity" value={severity} label={severity === "very-high" ? "Very high" : severity.charAt(0).toUpperCase() + severity.slice(1)} />;
}

/** Whether a record counts. */
export function StatusTag({ status }: { status: string }) {
  if (status === "active") return <Tag kind="mark" value="on" label="Active" />;
  return <Tag kind="approval" value={status} />;
}
