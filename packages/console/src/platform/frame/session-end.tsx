import { Button, Group, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { onSessionEnd } from "../../api/rest.js";
import { useLink } from "../../live/topics.js";
import { Dialog } from "../../parts/dialog.js";
import { useSession } from "../../shell/session.js";
import { LoginForm } from "../login/login-form.js";
import { sessionQuery } from "./session-query.js";

/** Asks to log in again when the session has ended, over the page, so that nothing typed is lost (console.md §1.2). */
export function SessionEnd() {
  const session = useSession();
  const queries = useQueryClient();
  const { retryNow } = useLink();
  const [ended, setEnded] = useState(false);
  useEffect(() => onSessionEnd(() => setEnded(true)), []);
  return (
    <Dialog opened={ended} onClose={() => setEnded(false)} title="Your session has ended" size="md">
      <Stack>
        <Text>Log in again to go on. What you have typed is still here.</Text>
        <LoginForm
          {...(session.user_email === undefined ? {} : { email: session.user_email })}
          onDone={(login) => {
            setEnded(false);
            queries.setQueryData(sessionQuery.queryKey, login);
            retryNow();
            void queries.invalidateQueries();
          }}
        />
        <Group justify="center">
          <Button variant="subtle" size="xs" onClick={() => location.assign("/login")}>
            Log in as somebody else
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
