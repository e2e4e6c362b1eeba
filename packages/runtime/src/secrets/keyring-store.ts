import { readFile } from "node:fs/promises";
import { messageOf, SoarkitError } from "@soarkit/protocol";
import { writeFileAtomic } from "../data-folder/atomic-file.js";
import { registerSecret } from "../logging/known-secrets.js";
import type { SecretName, SecretStore } from "./secret-store.js";

/** The two things we need of `@napi-rs/keyring`, an optional dependency. */
interface KeyringEntry {
  getPassword(): string | null;
  setPassword(value: string): void;
  deletePassword(): boolean;
}
type EntryClass = new (service: string, name: string, options: { linux: { store: string } }) => KeyringEntry;

/** The library would else fall back to the kernel's keyring, which forgets everything at the next boot. */
const lasting = { linux: { store: "secret-service" } };

/**
 * The keyring of the operating system, with the entries Python's `keyring` uses: service and name as given.
 * @returns undefined when there is none or it does not answer, unless it is required.
 * @throws SoarkitError `KEYRING_UNAVAILABLE` when it is required.
 */
export async function keyringSecretStore(options: { readonly namesFile: string; readonly required: boolean }): Promise<SecretStore | undefined> {
  let Entry: EntryClass;
  try {
    Entry = await loadEntryClass();
    new Entry("soarkit", "probe", lasting).getPassword();
  } catch (error) {
    if (options.required) throw new SoarkitError("KEYRING_UNAVAILABLE", { reason: messageOf(error) }, { cause: error });
    return undefined;
  }
  const use = <R>(service: string, name: string, work: (entry: KeyringEntry) => R): R => {
    try {
      return work(new Entry(service, name, lasting));
    } catch (error) {
      throw new SoarkitError("KEYRING_UNAVAILABLE", { reason: messageOf(error) }, { cause: error });
    }
  };
  return {
    kind: "keyring",
    get: (service, name) =>
      Promise.resolve().then(() => {
        const value = use(service, name, (entry) => entry.getPassword()) ?? undefined;
        if (value !== undefined) registerSecret(value);
        return value;
      }),
    set: async (service, name, value) => {
      registerSecret(value);
      use(service, name, (entry) => {
        entry.setPassword(value);
      });
      await editNames(options.namesFile, (names) => [...without(names, service, name), { service, name }]);
    },
    delete: async (service, name) => {
      use(service, name, (entry) => (entry.getPassword() === null ? false : entry.deletePassword()));
      await editNames(options.namesFile, (names) => without(names, service, name));
    },
    list: () => readNames(options.namesFile),
  };
}

async function loadEntryClass(): Promise<EntryClass> {
  const library = (await import("@napi-rs/keyring")) as unknown as { Entry: EntryClass };
  return library.Entry;
}

async function editNames(file: string, edit: (names: SecretName[]) => SecretName[]): Promise<void> {
  const names = edit(await readNames(file)).sort((a, b) => (`${a.service}\n${a.name}` < `${b.service}\n${b.name}` ? -1 : 1));
  await writeFileAtomic(file, JSON.stringify(names), { mode: 0o600 });
}

async function readNames(file: string): Promise<SecretName[]> {
  try {
    const read: unknown = JSON.parse(await readFile(file, "utf8"));
    return Array.isArray(read) ? (read as SecretName[]) : [];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new SoarkitError("SECRETS_UNREADABLE", { file, reason: messageOf(error) }, { cause: error });
  }
}

function without(names: readonly SecretName[], service: string, name: string): SecretName[] {
  return names.filter((known) => known.service !== service || known.name !== name);
}
