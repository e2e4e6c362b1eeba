import {
  IconCode, IconFile, IconFileText, IconGavel, IconHash, IconLink, IconMail, IconMailbox, IconMathFunction, IconNetwork, IconRadar, IconReport, IconRss, IconShield,
  IconSitemap, IconTopologyStar3, IconWorld, type Icon,
} from "@tabler/icons-react";

/** Kinds of things with an icon of their own. */
export type ThingKind =
  | "incident" | "ip" | "domain" | "url" | "email" | "hash" | "file" | "rule" | "workflow" | "function" | "script" | "destination" | "threat source" | "report" | "feed" | "graph" | "text";

/** One fixed icon a kind (console.md §4.4). */
export const thingIcons: Readonly<Record<ThingKind, Icon>> = {
  incident: IconShield,
  ip: IconNetwork,
  domain: IconWorld,
  url: IconLink,
  email: IconMail,
  hash: IconHash,
  file: IconFile,
  rule: IconGavel,
  workflow: IconSitemap,
  function: IconMathFunction,
  script: IconCode,
  destination: IconMailbox,
  "threat source": IconRadar,
  report: IconReport,
  feed: IconRss,
  graph: IconTopologyStar3,
  text: IconFileText,
};

/** The kind of an artifact type or an indicator type by its name. */
export function thingOfType(type: string): ThingKind {
  const name = type.toLowerCase();
  if (/hash|md5|sha/.test(name)) return "hash";
  if (/\bip\b|cidr|mac address/.test(name)) return "ip";
  if (/dns|domain|host/.test(name)) return "domain";
  if (/url|uri/.test(name)) return "url";
  if (/email|e-mail/.test(name)) return "email";
  return /file|attachment|sample/.test(name) ? "file" : "text";
}
