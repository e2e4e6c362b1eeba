import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";

const formats = [
  { format: "stix", label: "STIX 2.1 bundle" },
  { format: "misp", label: "MISP events" },
  { format: "csv", label: "CSV" },
] as const;

/** What is exported: what a query finds, or one report. */
export type Exported = { readonly query: string } | { readonly report: string };

/** Downloads indicators as a file; what others brought as TLP:RED stays here, as the menu says. */
export function ExportMenu({ what, size = "xs", disabled = false }: { what: Exported; size?: "xs" | "sm"; disabled?: boolean }) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size={size} variant="default" disabled={disabled} leftSection={<IconDownload size={16} aria-hidden="true" />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>All records up to TLP:AMBER, TLP:RED only of your own</Menu.Label>
        {formats.map(({ format, label }) => (
          <Menu.Item key={format} component="a" href={exportPath(format, what)} download>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function exportPath(format: string, what: Exported): string {
  return `/api/hub/export?${new URLSearchParams({ format, ...what }).toString()}`;
}
