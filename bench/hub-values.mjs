// Indicators for `npm run bench -- hub`: the same ones for the same seed, mixed as feeds mix them.

/** @typedef {{ type: string; value: string }} Value */

/** Numbers from 0 to 1, the same for the same seed (mulberry32). @param {number} seed */
function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const words = ["cdn", "mail", "update", "secure", "login", "static", "api", "news", "cloud", "assets", "office", "portal", "sync", "auth", "img", "store"];
const endings = ["com", "net", "org", "info", "top", "xyz", "ru", "cn", "io", "biz"];
const hexadecimal = (/** @type {() => number} */ next, /** @type {number} */ length) => {
  let text = "";
  while (text.length < length) text += Math.floor(next() * 0x1_0000_0000).toString(16).padStart(8, "0");
  return text.slice(0, length);
};
const one = (/** @type {() => number} */ next, /** @type {readonly string[]} */ of) => of[Math.floor(next() * of.length)] ?? "";

/** The value with this number: a third addresses, a third names, the rest URLs and hashes. @param {number} index @param {number} seed @returns {Value} */
export function valueOf(index, seed = 1) {
  const next = numbers(seed * 1_000_000_007 + index);
  const host = `${one(next, words)}-${index.toString(36)}.${one(next, words)}${Math.floor(next() * 900)}.${one(next, endings)}`;
  const kind = next();
  // Public addresses only, each of them once.
  if (kind < 0.33) return { type: "ip", value: `${(seed === 1 ? 45 : 205) + (index % 40)}.${(index >> 18) & 255}.${(index >> 10) & 255}.${(index >> 2) & 255}` };
  if (kind < 0.66) return { type: "domain", value: host };
  if (kind < 0.8) return { type: "url", value: `http://${host}/${one(next, words)}/${hexadecimal(next, 12)}.php?id=${index}` };
  if (kind < 0.86) return { type: "md5", value: hexadecimal(next, 32) };
  if (kind < 0.9) return { type: "sha1", value: hexadecimal(next, 40) };
  return { type: "sha256", value: hexadecimal(next, 64) };
}

const severities = ["low", "medium", "high", "very-high"];
const labels = ["TLP:WHITE", "TLP:GREEN", "TLP:AMBER"];
const threats = ["malware", "phish", "c2", "apt", "bot", "scan"];
const campaigns = ["", "", "", "Machete", "PowerPool", "XDSpy", "BackdoorDiplomacy"];

/** Lines of a CSV file with a header, in pieces of 5,000. @param {number} count @param {number} now */
export function* csvOf(count, now) {
  yield "value,type,threat_type,confidence,severity,tlp,tags,campaign,feed,last_seen\r\n";
  for (let from = 0; from < count; from += 5_000) {
    let lines = "";
    for (let index = from; index < Math.min(from + 5_000, count); index += 1) {
      const { type, value } = valueOf(index);
      const next = numbers(index + 99);
      const seen = new Date(now - Math.floor(next() * 90 * 86_400_000)).toISOString();
      lines += `${value},${type},${one(next, threats)},${Math.floor(next() * 101)},${one(next, severities)},${one(next, labels)},batch ${index % 500},${one(next, campaigns)},feed ${index % 12},${seen}\r\n`;
    }
    yield lines;
  }
}
