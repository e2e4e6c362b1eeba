import type * as X509 from "@peculiar/x509";

/** The few functions of the metadata proposal that the library's parts ask of `Reflect`. */
interface MetadataFunctions {
  getMetadata?: (key: unknown, target: object) => unknown;
  getOwnMetadata?: (key: unknown, target: object) => unknown;
  defineMetadata?: (key: unknown, value: unknown, target: object) => void;
}

let loaded: Promise<typeof X509> | undefined;

/** The certificate library on Node's own cryptography, loaded at first use. */
export function x509Library(): Promise<typeof X509> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<typeof X509> {
  provideMetadata(Reflect as MetadataFunctions);
  const library = await import("@peculiar/x509");
  library.cryptoProvider.set(globalThis.crypto);
  return library;
}

/** The library registers its algorithms through metadata on classes and refuses to load without; Node has none. */
function provideMetadata(reflect: MetadataFunctions): void {
  if (reflect.getMetadata !== undefined) return;
  const metadata = new WeakMap<object, Map<unknown, unknown>>();
  const getOwn = (key: unknown, target: object): unknown => metadata.get(target)?.get(key);
  reflect.getOwnMetadata = getOwn;
  reflect.getMetadata = (key, target) => {
    for (let holder: unknown = target; (typeof holder === "object" || typeof holder === "function") && holder !== null; holder = Object.getPrototypeOf(holder)) {
      const value = getOwn(key, holder);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  reflect.defineMetadata = (key, value, target) => {
    metadata.set(target, (metadata.get(target) ?? new Map<unknown, unknown>()).set(key, value));
  };
}
