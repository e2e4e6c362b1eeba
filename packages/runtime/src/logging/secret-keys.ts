/** What stands where a secret stood. */
export const mask = "***";

const contains = /password|passwd|passphrase|passcode|secret|authorization|cookie|credential|privatekey/;
const endsWith = /(token|tokens|apikey|apikeys)$/;

/** Whether a key names something secret, whatever its spelling: `api_key_secret`, `staxx_password`, `X-CSRF-Token`. */
export function isSecretKey(key: string): boolean {
  const bare = key.replace(/[^a-zA-Z]/g, "").toLowerCase();
  return contains.test(bare) || endsWith.test(bare);
}
