import { Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { onSessionEnd } from "../../api/rest.js";
import { useLink } from "../../live/topics.js";
import { Dialog } from "../../parts/dialog.js";
import { LoginForm } from "../login/login-form.js";
import { hubSessionQuery, useHubSession } from "../session.js";

/** Asks to log in again when the session has ended, over the page, so that nothing typed is lost (console.md §1.2). */
export function SessionEnd() {
  const { user } = useHubSession();
  const queries = useQueryClient();
  const { retryNow } = useLink();
  const [ended, setEnded] = useState(false);
  useEffect(() => onSessionEnd(() => setEnded(true)), []);
  return (
    <Dialog opened={ended} onClose={() => setEnded(false)} title="Your session has ended" size="md">
      <Stack>
        <Text>Log in again to go on. What you have typed is still here.</Text>
        <LoginForm
          user={user}
          onDone={(login) => {
            setEnded(false);
            queries.setQueryData(hubSessionQuery.queryKey, login);
            retryNow();
            void queries.invalidateQueries();
          }}
        />
      </Stack>
    </Dialog>
  );
}
