import type { EnclaveLevel } from "../types.js";

/** Permissions in an enclave, least first, as a choice. */
export const levelChoices: { value: EnclaveLevel; label: string }[] = [
  { value: "none", label: "none" },
  { value: "view", label: "view: read" },
  { value: "submission", label: "submission: read and submit" },
  { value: "full", label: "full: also change, tag, delete" },
];

/** A permission in words. */
export function levelWord(level: EnclaveLevel): string {
  return level === "none" ? "may do nothing" : level === "view" ? "may view" : level === "submission" ? "may submit" : "may do everything";
}
