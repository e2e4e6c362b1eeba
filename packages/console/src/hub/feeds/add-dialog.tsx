import { Alert, Button, Checkbox, Group, NumberInput, PasswordInput, Select, Stack, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { Dialog } from "../../parts/dialog.js";
import { notifyDone, problemText } from "../../parts/notify.js";
import { hub } from "../api.js";

interface AddFeedDialogProps {
  opened: boolean;
  launcher: HTMLElement | null;
  onClose: () => void;
  onAdded: () => void;
}

/** Adds a feed; the hub tries server, login and collection before it keeps it. */
export function AddFeedDialog(props: AddFeedDialogProps) {
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title="Add feed" launcher={props.launcher}>
      <AddFeedForm {...props} />
    </Dialog>
  );
}

const empty = { name: "", url: "", collection: "", user: "", password: "", ca_file: "", verify: true, allow_http: false, proxy: "", interval_minutes: 60, tlp: "AMBER" };

function AddFeedForm({ onClose, onAdded }: AddFeedDialogProps) {
  const [feed, setFeed] = useState(empty);
  const [days, setDays] = useState<number | string>("");
  const [problem, setProblem] = useState<unknown>();
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const name = useRef<HTMLInputElement>(null);
  const address = useRef<HTMLInputElement>(null);
  const buttons = useRef<HTMLDivElement>(null);
  // The reason stands right above the buttons, and the form may be taller than the window.
  useEffect(() => {
    if (problem !== undefined) buttons.current?.scrollIntoView({ block: "end" });
  }, [problem]);
  const change = (part: Partial<typeof empty>) => setFeed((before) => ({ ...before, ...part }));
  const add = async () => {
    setTried(true);
    if (feed.name.trim() === "") return name.current?.focus();
    if (!URL.canParse(feed.url)) return address.current?.focus();
    setBusy(true);
    try {
      await hub("POST", "/feeds", { ...feed, name: feed.name.trim(), expires_days: typeof days === "number" ? days : null });
      notifyDone(`Added ${feed.name.trim()}; it is polled now.`);
      onClose();
      onAdded();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Stack>
        <TextInput ref={name} label="Name" description="Becomes the source of its indicators" required withAsterisk value={feed.name} onChange={(event) => change({ name: event.currentTarget.value })} error={tried && feed.name.trim() === "" ? "Enter a name" : undefined} maxLength={100} autoComplete="off" data-autofocus />
        <TextInput ref={address} label="Address" description="Of the TAXII 2.1 discovery or API root, such as https://cti.example.com/taxii2/" required withAsterisk value={feed.url} onChange={(event) => change({ url: event.currentTarget.value.trim() })} error={tried && !URL.canParse(feed.url) ? "Enter an address that begins with https://" : undefined} spellCheck={false} />
        <TextInput label="Collection" description="Id or title; may be empty when the server has one only" value={feed.collection} onChange={(event) => change({ collection: event.currentTarget.value })} spellCheck={false} />
        <Group grow align="start">
          <TextInput label="User" value={feed.user} onChange={(event) => change({ user: event.currentTarget.value })} spellCheck={false} autoComplete="off" />
          <PasswordInput label="Password" description="Kept by the secret store, never shown" inputWrapperOrder={["label", "input", "description"]} value={feed.password} onChange={(event) => change({ password: event.currentTarget.value })} autoComplete="new-password" />
        </Group>
        <Group grow align="start">
          <NumberInput label="Poll every (minutes)" value={feed.interval_minutes} onChange={(value) => change({ interval_minutes: Number(value) || 60 })} min={1} max={10_080} />
          <Select label="TLP without a label" value={feed.tlp} onChange={(value) => change({ tlp: value ?? "AMBER" })} data={["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]} allowDeselect={false} />
          <NumberInput label="Ends after (days)" placeholder="never" value={days} onChange={setDays} min={1} max={3_650} />
        </Group>
        <details className="hub-details" open={problem !== undefined || undefined}>
          <summary>Certificate, proxy, http</summary>
          <Stack mt="xs">
            <Group grow align="start">
              <TextInput label="CA file" description="PEM file on the hub's machine, when its authority is not a public one" inputWrapperOrder={["label", "input", "description"]} value={feed.ca_file} onChange={(event) => change({ ca_file: event.currentTarget.value.trim() })} spellCheck={false} />
              <TextInput label="Proxy" description="Empty: that of the environment; direct: none" inputWrapperOrder={["label", "input", "description"]} value={feed.proxy} onChange={(event) => change({ proxy: event.currentTarget.value.trim() })} spellCheck={false} />
            </Group>
            <Checkbox label="Verify the server's certificate" checked={feed.verify} onChange={(event) => change({ verify: event.currentTarget.checked })} />
            <Checkbox label="Allow http" description="For a server without encryption: password and indicators can be read on the way" checked={feed.allow_http} onChange={(event) => change({ allow_http: event.currentTarget.checked })} />
          </Stack>
        </details>
        {problem === undefined ? null : (
          <Alert color="red" role="alert" title="No feed was added">
            {problemText(problem)}
          </Alert>
        )}
        <Group ref={buttons} justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Try and add
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
