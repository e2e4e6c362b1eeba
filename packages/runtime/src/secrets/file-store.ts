import { readFile, rm } from "node:fs/promises";
import { messageOf, SoarkitError } from "@soarkit/protocol";
import { writeFileAtomic } from "../data-folder/atomic-file.js";
import { registerSecret } from "../logging/known-secrets.js";
import { isSealedText, seal, unseal } from "./sealed-text.js";
import type { SecretName, SecretStore } from "./secret-store.js";

/** service → name → value */
type Secrets = Record<string, Record<string, string>>;

interface FileStoreOptions {
  readonly plainFile: string;
  readonly encryptedFile: string;
  readonly key: string | undefined;
}

/** Secrets in a file: encrypted with `key`, plain without. Each change is on disk when it returns. */
export async function fileSecretStore(options: FileStoreOptions): Promise<SecretStore> {
  const { plainFile, encryptedFile, key } = options;
  const sealed = await readText(encryptedFile);
  if (key === undefined && sealed !== undefined) throw new SoarkitError("SECRETS_LOCKED", { file: encryptedFile });
  const file = key === undefined ? plainFile : encryptedFile;
  const load = async (): Promise<Secrets> => {
    const text = await readText(file);
    return text === undefined ? {} : parse(file, text, key);
  };
  const store = async (secrets: Secrets): Promise<void> => {
    const text = JSON.stringify(secrets);
    await writeFileAtomic(file, key === undefined ? text : JSON.stringify(await seal(text, key)), { mode: 0o600 });
  };
  await load();

  const plain = key === undefined ? undefined : await readText(plainFile);
  if (plain !== undefined) {
    const [older, newer] = [await parse(plainFile, plain, undefined), await load()];
    for (const [service, values] of Object.entries(older)) newer[service] = { ...values, ...newer[service] };
    await store(newer);
    await rm(plainFile);
  }

  let last: Promise<void> = Promise.resolve();
  const change = (edit: (secrets: Secrets) => void): Promise<void> => {
    const next = last.then(async () => {
      const secrets = await load();
      edit(secrets);
      await store(secrets);
    });
    last = next.catch(() => undefined);
    return next;
  };
  return {
    kind: key === undefined ? "plain file" : "encrypted file",
    get: async (service, name) => {
      const value = own(own(await load(), service) ?? {}, name);
      if (value !== undefined) registerSecret(value);
      return value;
    },
    set: (service, name, value) => {
      registerSecret(value);
      return change((secrets) => {
        secrets[service] = { ...own(secrets, service), [name]: value };
      });
    },
    delete: (service, name) =>
      change((secrets) => {
        const rest = Object.entries(own(secrets, service) ?? {}).filter(([known]) => known !== name);
        secrets[service] = Object.fromEntries(rest);
      }),
    list: async () => names(await load()),
  };
}

async function parse(file: string, text: string, key: string | undefined): Promise<Secrets> {
  try {
    let value: unknown = JSON.parse(text);
    if (key !== undefined) {
      if (!isSealedText(value)) throw new Error("it does not hold encrypted secrets");
      value = JSON.parse(await unseal(value, key));
    }
    if (!isSecrets(value)) throw new Error("it does not hold secrets");
    return value;
  } catch (error) {
    const reason = key !== undefined && /authenticate/.test(messageOf(error)) ? "the key is another one, or the file was changed" : messageOf(error);
    throw new SoarkitError("SECRETS_UNREADABLE", { file, reason }, { cause: error });
  }
}

function isSecrets(value: unknown): value is Secrets {
  const isObject = (item: unknown): item is object => typeof item === "object" && item !== null && !Array.isArray(item);
  return isObject(value) && Object.values(value).every((values) => isObject(values) && Object.values(values).every((text) => typeof text === "string"));
}

function names(secrets: Secrets): SecretName[] {
  const all = Object.entries(secrets).flatMap(([service, values]) => Object.keys(values).map((name) => ({ service, name })));
  return all.sort((a, b) => (a.service === b.service ? (a.name < b.name ? -1 : 1) : a.service < b.service ? -1 : 1));
}

function own<T>(record: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new SoarkitError("SECRETS_UNREADABLE", { file, reason: messageOf(error) }, { cause: error });
  }
}
