import { findArtifactType, type ArtifactType } from "./artifact-types.js";
import { classify, isFilePath } from "./classify.js";
import { isPublicDomain } from "./hosts.js";
import { longestValue, normalise } from "./normalise.js";
import { refang } from "./refang.js";
import { privateName, specialUse } from "./special-use.js";
import { isHashType, isInsistedType, toStaxxType, type IndicatorType, type InsistedType, type StaxxType } from "./types.js";
import { urlParts } from "./urls.js";
import { wellKnown } from "./well-known.js";

/** An artifact on its way to STAXX. */
export interface StaxxCandidate {
  /** Id, name or threat-service name of the artifact's type; a type somebody added is judged by its values. */
  readonly artifactType: number | string;
  readonly value: string;
  /** True when the user insists on a private address, a well-known value, a recipient, a referer, a MAC address or a file path. It never lets a password or a quote through. */
  readonly force?: boolean;
  /** `query` asks about a value and may ask about private addresses and well-known values; `import` (the default) files it. */
  readonly purpose?: "import" | "query";
}

/** A value that may go to STAXX, in STAXX's form, or the reason why not, which says what to do instead. */
export type StaxxPreparation = { readonly ok: true; readonly type: StaxxType | InsistedType; readonly value: string } | { readonly ok: false; readonly reason: string };

const pathHint = "STAXX cannot keep a file path: it would store only the last part, or nothing. Send the file's hash (MD5, SHA-1 or SHA-256) instead.";

/**
 * Decides whether an artifact may go to STAXX and in which form (staxx-api §4): refanged, host names in punycode, hashes in lower case.
 * The value that comes out holds no quote or control character, and a backslash only in a path on which the user insists: in a query it stands
 * as itself. Never throws.
 */
export function prepareForStaxx(candidate: StaxxCandidate): StaxxPreparation {
  const type = findArtifactType(candidate.artifactType);
  if (type?.name === "Password") return refuse("A password never leaves the incident.");
  const value = candidate.value.trim();
  if (value === "") return refuse("The value is empty. Give the artifact a value and try again.");
  if (value.length > longestValue) return refuse(`The value is longer than 2,048 characters (${value.length.toLocaleString("en")}). Send a shorter one, for a file its hash.`);
  const insisted = candidate.force === true && candidate.purpose !== "query" ? insistedValue(type, value) : undefined;
  if (insisted !== undefined) return insisted;
  const shape = refusedShape(value);
  if (shape !== undefined) return refuse(shape);
  const demanded = candidate.force === true || candidate.purpose === "query";
  if (type?.rule === "refuse") return refuse(`${type.name} artifacts cannot be sent to STAXX. ${type.refusal ?? ""}`.trim());
  if (type?.rule === "on demand" && !demanded) return refuse(`${type.name} artifacts are not sent by themselves. ${type.refusal ?? ""} Choose yes in Send Anyway (staxx_force) to send it all the same.`);
  return inStaxxForm(type, value, demanded);
}

/** A MAC address or a path, whole; `undefined` for anything else. */
function insistedValue(artifact: ArtifactType | undefined, value: string): StaxxPreparation | undefined {
  const demanded = artifact?.type;
  const found = demanded === "mac" ? { type: demanded, ...normalise(demanded, value) } : classify(value);
  if (found === undefined || !("value" in found) || !isInsistedType(found.type) || (demanded ?? found.type) !== found.type || (demanded === undefined && artifact?.rule === "refuse")) return undefined;
  const shape = unsayable(found.value.replaceAll("\\", "/"));
  return shape === undefined ? { ok: true, type: found.type, value: found.value } : refuse(shape);
}

function refusedShape(value: string): string | undefined {
  if (isFilePath(value)) return pathHint;
  if (normalise("mac", value).ok && /[:.-]/.test(value)) return "STAXX does not support MAC addresses. Send the device's public IP address, if it has one.";
  // A quoted display name is no part of the address: "Name" <a@b>.
  const bare = /<\s*([^<>\s]+)\s*>$/.exec(value)?.[1] ?? value;
  return unsayable(bare);
}

function unsayable(value: string): string | undefined {
  if (/['"]/.test(value)) return "STAXX cannot express a quote in a value. Remove the quote; inside a URL write it as %27 or %22.";
  if (value.includes("\\")) return "STAXX cannot express a backslash in a value. Remove it; for a file send its hash.";
  if (/\p{Cc}/u.test(value)) return "STAXX cannot express control characters or line breaks in a value. Send one value at a time.";
  return undefined;
}

function inStaxxForm(artifact: ArtifactType | undefined, value: string, demanded: boolean): StaxxPreparation {
  const found = typedValue(artifact, value);
  if (!found.ok) return found;
  const staxxType = toStaxxType(found.type);
  if (staxxType === undefined) return refuse(`STAXX has no type for this value (it looks like a ${found.type.replaceAll("_", " ")}). It knows IP addresses, domains, URLs, e-mail addresses and file hashes.`);
  const rest = unsayable(found.value) ?? (/^[\x20-\x7e]+$/.test(found.value) ? undefined : "STAXX cannot express characters beyond ASCII. Write the value in ASCII.");
  if (rest !== undefined) return refuse(rest);
  const credentials = staxxType === "url" && urlParts(found.value)?.hasPassword === true;
  if (credentials) return refuse("The URL carries a password, which never leaves the incident. Add the URL without it.");
  const harmless = demanded ? undefined : (localOnly(staxxType, found.value) ?? everybodys(found));
  return harmless === undefined ? { ok: true, type: staxxType, value: found.value } : refuse(harmless);
}

/** Why a value is no sign of an attack: nearly everybody meets it. */
function everybodys({ type, value }: { type: IndicatorType; value: string }): string | undefined {
  const known = wellKnown(type, value);
  return known && `${value} is well known: ${known.reason} (list ${known.list}). Filing it would make a hit of what is harmless. Choose yes in Send Anyway (staxx_force) to send it all the same.`;
}

function typedValue(artifact: ArtifactType | undefined, value: string): { ok: true; type: IndicatorType; value: string } | { ok: false; reason: string } {
  const wanted = artifact?.type;
  if (wanted !== undefined) {
    const canonical = normalise(wanted, value);
    if (!canonical.ok) return refuse(`This is no value for the artifact type ${artifact?.name ?? wanted}: ${canonical.reason}. Correct the artifact and try again.`);
    return { ok: true, type: wanted, value: canonical.value };
  }
  const found = classify(value);
  if (found !== undefined) return { ok: true, ...found };
  return refuse("The value is not an IP address, domain, URL, e-mail address or file hash, the only values STAXX knows. Add the part that matters as an artifact of its own.");
}

/** Why a value means nothing to others; `undefined` when it does. */
function localOnly(type: StaxxType, value: string): string | undefined {
  if (isHashType(type)) return undefined;
  const host = type === "url" ? (urlParts(value)?.host ?? "") : type === "email" ? value.slice(value.lastIndexOf("@") + 1) : value;
  const special = specialUse(host);
  if (special !== undefined) return `${host} is a ${special.kind} address (${special.network}) and means nothing outside its own network. Choose yes in Send Anyway (staxx_force) to send it all the same.`;
  if (normalise("ip", host).ok) return undefined;
  if (privateName(host)) return `${refang(host)} is a name of a private network and means nothing outside it. Choose yes in Send Anyway (staxx_force) to send it all the same.`;
  return isPublicDomain(host) ? undefined : `${host} does not end in a public top-level domain; it may be a file or an internal name. Choose yes in Send Anyway (staxx_force) to send it all the same.`;
}

function refuse(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}
