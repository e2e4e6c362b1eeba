import { Checkbox, PasswordInput, Select, Text, Textarea, TextInput } from "@mantine/core";
import type { ThreatServiceDTO, TlpLabel } from "@soarkit/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post, put } from "../../api/platform.js";
import { Dialog } from "../../parts/dialog.js";
import { DialogForm } from "../../parts/dialog-form.js";
import { notifyDone } from "../../parts/notify.js";
import { threatKey } from "./queries.js";

const tlpChoices: { value: TlpLabel; label: string }[] = [
  { value: "CLEAR", label: "TLP:CLEAR" },
  { value: "GREEN", label: "TLP:GREEN" },
  { value: "AMBER", label: "TLP:AMBER" },
  { value: "AMBER+STRICT", label: "TLP:AMBER+STRICT" },
  { value: "RED", label: "TLP:RED" },
];

/** Adds a threat source, or changes one. A new one is OFF, as one that `resutil` registers. */
export function SourceDialog({ source, launcher, onClose, onSaved }: { source?: ThreatServiceDTO; launcher: HTMLElement | null; onClose: () => void; onSaved?: (id: number) => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState(source?.name ?? "");
  const [address, setAddress] = useState(source?.rest_url ?? "");
  const [user, setUser] = useState(source?.auth_user ?? "");
  const [password, setPassword] = useState("");
  const [ca, setCa] = useState(source?.ca ?? "");
  const [allowHttp, setAllowHttp] = useState(source?.allow_http ?? false);
  const [maxTlp, setMaxTlp] = useState<TlpLabel>(source?.max_tlp ?? "AMBER");
  const [tried, setTried] = useState(false);
  const missing = (text: string): boolean => tried && text.trim() === "";
  const plain = address.trim().toLowerCase().startsWith("http:");
  const save = async () => {
    setTried(true);
    if (name.trim() === "" || address.trim() === "") return;
    const secret = user.trim() === "" ? { password: null } : password === "" ? {} : { password };
    const body = { name, rest_url: address, auth_user: user.trim() === "" ? null : user, ca: ca.trim() === "" ? null : ca, allow_http: allowHttp, max_tlp: maxTlp, ...secret };
    const saved = source === undefined ? await post<ThreatServiceDTO>("/threat_sources", body) : await put<ThreatServiceDTO>(`/threat_sources/${source.id}`, body);
    await queries.invalidateQueries({ queryKey: threatKey });
    const told = source === undefined ? "is added. Switch it ON to look artifacts up." : source.disabled_reason !== null && saved.enabled ? "takes the new credentials and is ON again." : "is saved.";
    notifyDone(`${saved.name} ${told}`);
    onSaved?.(saved.id);
    onClose();
  };
  return (
    <Dialog opened onClose={onClose} title={source === undefined ? "Add threat source" : `Edit ${source.name}`} launcher={launcher}>
      <DialogForm label={source === undefined ? "Add" : "Save"} refused="Nothing was saved" onSubmit={save} onCancel={onClose}>
        <TextInput label="Name" required data-autofocus maxLength={200} error={missing(name) ? "Enter a name" : undefined} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput label="Address" required description="What artifacts are posted to, such as https://127.0.0.1:9000/cts/trustar" error={missing(address) ? "Enter an address" : undefined} value={address} onChange={(event) => setAddress(event.currentTarget.value)} />
        <TextInput label="User" maxLength={300} autoComplete="off" description="Empty for a service that asks for none" value={user} onChange={(event) => setUser(event.currentTarget.value)} />
        {user.trim() === "" ? null : <PasswordInput label="Password" maxLength={1000} autoComplete="new-password" {...(source?.has_password === true ? { description: "Empty leaves it as it is" } : {})} value={password} onChange={(event) => setPassword(event.currentTarget.value)} />}
        <Textarea label="Certificate authority" description="PEM text, for a service whose certificate the system does not know. The one of this Soarkit is known." autosize minRows={2} maxRows={6} value={ca} onChange={(event) => setCa(event.currentTarget.value)} />
        <Select label="Largest TLP" description="Artifacts of incidents with a narrower label in their field tlp are not sent. After a change, rescan open incidents." data={tlpChoices} allowDeselect={false} value={maxTlp} onChange={(choice) => setMaxTlp(choice ?? "AMBER")} />
        {plain || allowHttp ? <Checkbox label="Allow plain HTTP to other machines: artifacts and the password travel unencrypted" checked={allowHttp} onChange={(event) => setAllowHttp(event.currentTarget.checked)} /> : null}
        {source === undefined ? <Text size="sm" c="dimmed">A new threat source is OFF: nothing is sent before you switch it ON.</Text> : null}
      </DialogForm>
    </Dialog>
  );
}
