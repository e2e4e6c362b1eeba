import { X509Certificate } from "node:crypto";
import { parseTlp, tlpLabels } from "@soarkit/indicators";
import { SoarkitError } from "@soarkit/protocol";
import { isLoopback, parseInput } from "@soarkit/runtime";
import * as z from "zod";

const text = (longest: number) => z.string().trim().max(longest);

const sourceSchema = z.looseObject({
  name: text(200).optional(),
  description: text(2_000).nullish(),
  rest_url: text(2_000).optional(),
  auth_user: text(300).nullish(),
  password: z.string().max(1_000).nullish(),
  ca: z.string().max(100_000).nullish(),
  allow_http: z.boolean().optional(),
  max_tlp: text(50).optional(),
  enabled: z.boolean().optional(),
  /** With `enabled`: `open` looks up the artifacts of open incidents, too; default `new`. */
  look_up: z.enum(["open", "new"]).optional(),
});
/** A threat service as it comes: members that are not there stay as they are, null empties. */
export type SourceInput = z.infer<typeof sourceSchema>;

const settingsSchema = z.looseObject({
  rescan_hours: z.number().int().min(0).max(8_760),
  send_strings: z.boolean(),
});

/** @throws SoarkitError `REQUEST_INVALID`, `VALUE_INVALID`. */
export function readSourceInput(body: unknown): SourceInput {
  const input = parseInput(sourceSchema, body, "threat source");
  if (input.name !== undefined) checkName(input.name);
  if (input.auth_user?.includes(":") === true) throw refuse("auth_user", "a user with a colon cannot be sent by HTTP basic authentication.");
  if (input.ca != null && input.ca.trim() !== "") checkAuthority(input.ca);
  return input.max_tlp === undefined ? input : { ...input, max_tlp: readLabel(input.max_tlp) };
}

/** @throws SoarkitError `REQUEST_INVALID`. */
export function readSettingsInput(body: unknown): { rescanHours: number; sendStrings: boolean } {
  const { rescan_hours, send_strings } = parseInput(settingsSchema, body, "threat settings");
  return { rescanHours: rescan_hours, sendStrings: send_strings };
}

/** Checks the address that artifacts are posted to. @throws SoarkitError `VALUE_INVALID`. */
export function checkAddress(address: string, allowHttp: boolean): void {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw refuse("rest_url", "it is not an address; it looks like https://host:9000/cts/name.");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refuse("rest_url", "only https and http are spoken.");
  if (url.username !== "" || url.password !== "") throw refuse("rest_url", "give the user and password on their own, not in the address.");
  if (url.protocol === "http:" && !allowHttp && !isLoopback(url.hostname)) throw refuse("rest_url", "it is not encrypted; use https, or allow plain HTTP for this source if that is what you want.");
}

function readLabel(text: string): string {
  const label = parseTlp(text);
  if (label === undefined) throw refuse("max_tlp", `it is none of ${tlpLabels.join(", ")}.`);
  return label;
}

function checkName(name: string): void {
  if (name === "") throw new SoarkitError("FIELD_MISSING", { field: "name" });
  if (/^\d+$/.test(name)) throw refuse("name", "it must not be a number only.");
  if (/\p{Cc}/u.test(name)) throw refuse("name", "it must not hold control characters.");
}

function checkAuthority(pem: string): void {
  try {
    new X509Certificate(pem);
  } catch (error) {
    throw new SoarkitError("VALUE_INVALID", { field: "ca", reason: "it is no certificate in PEM form (-----BEGIN CERTIFICATE-----)." }, { cause: error });
  }
}

function refuse(field: string, reason: string): SoarkitError {
  return new SoarkitError("VALUE_INVALID", { field, reason });
}
