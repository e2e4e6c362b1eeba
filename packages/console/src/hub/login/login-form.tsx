import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { type SyntheticEvent, useEffect, useRef, useState } from "react";
import { HttpError, setCsrfToken } from "../../api/rest.js";
import { problemText } from "../../parts/notify.js";
import { useNow } from "../../parts/use-now.js";
import { hub } from "../api.js";
import type { HubSession } from "../session.js";

/** User and password. @param user fixed when somebody logs in again. */
export function LoginForm({ user: fixed, onDone }: { user?: string; onDone: (session: HubSession) => void }) {
  const [user, setUser] = useState(fixed ?? "");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<{ text: string; until: number }>();
  const [empty, setEmpty] = useState<{ user?: string; password?: string }>({});
  const userInput = useRef<HTMLInputElement>(null);
  const passwordInput = useRef<HTMLInputElement>(null);
  const now = useNow(1000);
  const wait = refusal === undefined ? 0 : Math.max(0, Math.ceil((refusal.until - now) / 1000));

  useEffect(() => {
    (fixed === undefined ? userInput : passwordInput).current?.focus();
  }, [fixed]);

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const missing = { ...(user.trim() === "" ? { user: "Enter your user name" } : {}), ...(password === "" ? { password: "Enter your password" } : {}) };
    setEmpty(missing);
    if ("user" in missing) return userInput.current?.focus();
    if ("password" in missing) return passwordInput.current?.focus();
    setBusy(true);
    try {
      const session = await hub<HubSession>("POST", "/session", { user: user.trim(), password });
      setCsrfToken(session.csrf_token);
      setRefusal(undefined);
      onDone(session);
    } catch (error) {
      const seconds = error instanceof HttpError && error.status === 429 ? (error.retryAfter ?? 10) : 0;
      setRefusal({ text: refusalText(error), until: Date.now() + seconds * 1000 });
      passwordInput.current?.select();
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        {refusal === undefined ? null : (
          <Alert color="red" role="alert">
            {refusal.text} {wait > 0 ? <span aria-hidden="true">Next try in {wait} s.</span> : null}
          </Alert>
        )}
        <TextInput ref={userInput} label="User" autoComplete="username" spellCheck={false} autoCapitalize="none" value={user} readOnly={fixed !== undefined} onChange={(event) => setUser(event.currentTarget.value)} error={empty.user} />
        <PasswordInput ref={passwordInput} label="Password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.currentTarget.value)} error={empty.password} />
        <Button type="submit" loading={busy} disabled={wait > 0} fullWidth>
          Log in
        </Button>
      </Stack>
    </form>
  );
}

function refusalText(error: unknown): string {
  if (!(error instanceof HttpError)) return problemText(error);
  if (error.status === 429) return "Too many tries.";
  // The hub's words speak of staxx_user, for clients; they don't tell a locked account before the password is right.
  return error.status === 403 && error.message.startsWith("User name or password") ? "User or password is wrong." : error.message;
}
