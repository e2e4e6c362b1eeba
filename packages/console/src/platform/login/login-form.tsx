import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { type SyntheticEvent, useEffect, useRef, useState } from "react";
import { call, HttpError, setCsrfToken } from "../../api/rest.js";
import { useNow } from "../../parts/use-now.js";
import type { Session } from "../../shell/session.js";
import { refusalText, waitSeconds } from "./refusal.js";

/** Email and password. @param email fixed when somebody logs in again. */
export function LoginForm({ email: fixed, onDone }: { email?: string; onDone: (session: Session) => void }) {
  const [email, setEmail] = useState(fixed ?? "");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<{ error: unknown; until: number }>();
  const [missing, setMissing] = useState<{ email?: string; password?: string }>({});
  const emailInput = useRef<HTMLInputElement>(null);
  const passwordInput = useRef<HTMLInputElement>(null);
  const now = useNow(1000);
  const wait = refusal === undefined ? 0 : Math.max(0, Math.ceil((refusal.until - now) / 1000));

  useEffect(() => {
    (fixed === undefined ? emailInput : passwordInput).current?.focus();
  }, [fixed]);

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const empty = { ...(email.trim() === "" ? { email: "Enter your email" } : {}), ...(password === "" ? { password: "Enter your password" } : {}) };
    setMissing(empty);
    if ("email" in empty) return emailInput.current?.focus();
    if ("password" in empty) return passwordInput.current?.focus();
    setBusy(true);
    try {
      const session = await call<Session>("POST", "/rest/session", { email: email.trim(), password });
      setCsrfToken(session.csrf_token);
      setRefusal(undefined);
      onDone(session);
    } catch (error) {
      setRefusal({ error, until: Date.now() + waitSeconds(error) * 1000 });
      if (error instanceof HttpError && error.code === "LOGIN_FAILED") setPassword("");
      passwordInput.current?.focus();
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        {refusal === undefined ? null : (
          <Alert color="red" role="alert">
            {refusalText(refusal.error, wait)}
          </Alert>
        )}
        <TextInput
          ref={emailInput}
          label="Email"
          type="email"
          autoComplete="username"
          value={email}
          readOnly={fixed !== undefined}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={missing.email}
        />
        <PasswordInput ref={passwordInput} label="Password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.currentTarget.value)} error={missing.password} data-autofocus={fixed !== undefined || undefined} />
        <Button type="submit" loading={busy} disabled={wait > 0} fullWidth>
          Log in
        </Button>
      </Stack>
    </form>
  );
}
