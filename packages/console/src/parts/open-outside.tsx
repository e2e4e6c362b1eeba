import { Button, Group, Stack, Text } from "@mantine/core";
import { useEffect } from "react";
import { copyText } from "./copy.js";
import { defang } from "./defang.js";
import { Dialog } from "./dialog.js";
import { Value } from "./value.js";

/** Shows where a link leads before anything leaves the house (console.md §1.3, P15). */
export function OpenOutside({ address, host, launcher, onClose }: { address: string; host: string; launcher: HTMLElement; onClose: () => void }) {
  useEffect(() => () => void setTimeout(() => launcher.focus({ preventScroll: true })), [launcher]);
  return (
    <Dialog opened onClose={onClose} title="This link leads outside">
      <Stack>
        <Text>
          To <strong translate="no">{defang(host)}</strong>. Its owner will see that somebody opened it.
        </Text>
        <Value value={address} whole plain defanged />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button variant="default" onClick={() => void copyText(defang(address), "the address, defanged")}>
            Copy defanged
          </Button>
          <Button
            onClick={() => {
              window.open(address, "_blank", "noopener,noreferrer");
              onClose();
            }}
          >
            Open outside
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
