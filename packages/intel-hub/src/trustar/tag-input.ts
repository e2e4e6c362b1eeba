import { storable } from "../reports/storable.js";
import { wrong } from "./parameters.js";

const longestTag = 90;
const mostTags = 100;

/** The name of a tag: at most 90 characters, none of them a control character. @throws SoarkitError `HUB_PARAMETER_INVALID`. */
export function tagName(given: unknown): string {
  const name = typeof given === "string" ? given.trim() : "";
  if (name === "" || name.length > longestTag) return wrong("tag", `its name must have 1 to ${longestTag} characters`);
  return /\p{Cc}/u.test(name) ? wrong("tag", "its name has a control character") : storable(name);
}

/** Names of a list of tags: texts, or objects with a name. @throws SoarkitError `HUB_PARAMETER_INVALID`. */
export function tagNames(given: unknown): string[] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given) || given.length > mostTags) return wrong("tags", `it must be a list of at most ${mostTags} tags`);
  return [...new Set(given.map((tag: unknown) => tagName(typeof tag === "object" && tag !== null && "name" in tag ? tag.name : tag)))];
}
