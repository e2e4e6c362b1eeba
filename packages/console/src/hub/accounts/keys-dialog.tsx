import { Alert, Button, Code, Group, Stack, Text, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { copyText } from "../../parts/copy.js";
import { Dialog } from "../../parts/dialog.js";
import { notifyDone, problemText } from "../../parts/notify.js";
import { Loaded } from "../../parts/states.js";
import { Time } from "../../parts/time.js";
import { hub } from "../api.js";

interface ApiKey {
  key: string;
  label: string;
  created: number;
  last_used: number | null;
}

interface KeysDialogProps {
  account: { id: number; name: string } | undefined;
  opened: boolean;
  launcher: HTMLElement | null;
  onClose: () => void;
}

/** API keys of an account for TruSTAR's interface; a secret is shown once. */
export function KeysDialog(props: KeysDialogProps) {
  return (
    <Dialog opened={props.opened} onClose={props.onClose} launcher={props.launcher} title={`API keys of ${props.account?.name ?? ""}`}>
      {props.account === undefined ? null : <Keys account={props.account} onClose={props.onClose} />}
    </Dialog>
  );
}

function Keys({ account, onClose }: { account: { id: number; name: string }; onClose: () => void }) {
  const queries = useQueryClient();
  const queryKey = ["accounts", "account", account.id, "keys"];
  const query = useQuery({ queryKey, queryFn: async ({ signal }) => (await hub<{ entities: ApiKey[] }>("GET", `/accounts/${account.id}/keys`, undefined, signal)).entities });
  const [label, setLabel] = useState("");
  const [made, setMade] = useState<{ key: string; secret: string }>();
  const [revoking, setRevoking] = useState("");
  const [problem, setProblem] = useState<unknown>();
  const attempt = async (work: () => Promise<void>) => {
    setProblem(undefined);
    try {
      await work();
      await queries.invalidateQueries({ queryKey });
    } catch (error) {
      setProblem(error);
    }
  };
  const create = () =>
    attempt(async () => {
      setMade(await hub<{ key: string; secret: string }>("POST", `/accounts/${account.id}/keys`, label.trim() === "" ? {} : { label: label.trim() }));
      setLabel("");
    });
  const revoke = (key: string) =>
    attempt(async () => {
      await hub("DELETE", `/accounts/${account.id}/keys/${encodeURIComponent(key)}`);
      setRevoking("");
      if (made?.key === key) setMade(undefined);
      notifyDone("The key is revoked; its token ended.");
    });
  return (
    <Stack>
      <Loaded query={query} rows={3} what="The keys could not be loaded">
        {(keys) =>
          keys.length === 0 ? (
            <Text c="dimmed">{account.name} has no key. Clients of TruSTAR&apos;s interface log in with one.</Text>
          ) : (
            <ul className="hub-list" aria-label="Keys">
              {keys.map(({ key, label: name, created, last_used: used }) => (
                <li key={key}>
                  <span>
                    {name} <Code>{key}</Code>
                  </span>
                  <span className="sk-dimmed">
                    made <Time at={created} />, used <Time at={used} />
                  </span>
                  <Button size="compact-xs" variant={revoking === key ? "filled" : "default"} aria-label={revoking === key ? `Revoke ${name} for good` : `Revoke ${name}`} {...(revoking === key ? { color: "red" } : {})} onClick={() => (revoking === key ? void revoke(key) : setRevoking(key))}>
                    {revoking === key ? "Revoke for good" : "Revoke"}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {made === undefined ? null : (
        <Alert color="orange" title="The secret is shown this once">
          <Stack gap="xs">
            <Text className="hub-password" translate="no">
              {made.secret}
            </Text>
            <Group gap="xs">
              <Button size="xs" variant="default" onClick={() => void copyText(made.secret, "the secret")}>
                Copy secret
              </Button>
              <Button size="xs" variant="default" onClick={() => void copyText(`user_api_key = ${made.key}\nuser_api_secret = ${made.secret}`, "the lines for app.config")}>
                Copy lines for app.config
              </Button>
            </Group>
          </Stack>
        </Alert>
      )}
      {problem === undefined ? null : (
        <Alert color="red" role="alert" title="Nothing was changed">
          {problemText(problem)}
        </Alert>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <Group align="flex-end">
          <TextInput label="What the new key is for" value={label} onChange={(event) => setLabel(event.currentTarget.value)} maxLength={100} autoComplete="off" style={{ flex: 1 }} data-autofocus />
          <Button type="submit" variant="default">
            Create key
          </Button>
        </Group>
      </form>
      <Group justify="flex-end">
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  );
}
