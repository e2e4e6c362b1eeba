import { Button, Group, Text } from "@mantine/core";
import { useMemo } from "react";
import { Copy } from "./copy.js";

const most = 256 * 1024;

/** Any value as read-only JSON text, cut at 256 kB with a download of the whole. */
export function JsonView({ value, label, fileName = "result.json" }: { value: unknown; label: string; fileName?: string }) {
  const text = useMemo(() => (typeof value === "string" ? value : (JSON.stringify(value, null, 2) as string | undefined) ?? "undefined"), [value]);
  const download = () => {
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = fileName;
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <div className="sk-json">
      <div className="sk-json-tools">
        <Copy text={text} label={label} what={label} />
      </div>
      <pre tabIndex={0} role="region" aria-label={label}>
        {text.slice(0, most)}
      </pre>
      {text.length > most ? (
        <Group gap="sm">
          <Text size="sm">Showing 256 kB of {Math.round(text.length / 1000)} kB.</Text>
          <Button size="compact-xs" variant="default" onClick={download}>
            Download all
          </Button>
        </Group>
      ) : null}
    </div>
  );
}
