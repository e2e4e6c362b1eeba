import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { Dialog } from "../../parts/dialog.js";
import { copyText } from "../../parts/copy.js";

/** Shows a new password, once. */
export function PasswordDialog({ made, opened, launcher, onClose }: { made: { user: string; password: string } | undefined; opened: boolean; launcher: HTMLElement | null; onClose: () => void }) {
  return (
    <Dialog opened={opened} onClose={onClose} launcher={launcher} title={`Password of ${made?.user ?? ""}`}>
      <Stack>
        <Alert color="orange" title="It is shown this once">
          The hub keeps only its hash. Hand it over on a safe way; a lost password is replaced by a new one.
        </Alert>
        <Text className="hub-password" translate="no">
          {made?.password}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => void copyText(`staxx_user=${made?.user ?? ""}\nstaxx_password=${made?.password ?? ""}`, "the lines for app.config")}>
            Copy lines for app.config
          </Button>
          <Button variant="default" onClick={() => void copyText(made?.password ?? "", "the password")}>
            Copy password
          </Button>
          <Button onClick={onClose} data-autofocus>
            Done
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
