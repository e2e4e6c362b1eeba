import type { CommentDTO } from "@soarkit/protocol";
import { type Case, readNotes } from "../incident/case.js";
import { isOwnNote, noteMark } from "../report/marks.js";
import { plainText } from "../report/plain-text.js";
import type { TrustarClient } from "../trustar/client.js";
import { indicatorLink, reportLink } from "../trustar/links.js";
import type { Correlated } from "./find-correlated.js";
import type { Participants } from "./participants.js";
import type { Filed } from "./shareable.js";

/** Most indicators that one note lists. */
export const mostListed = 1_000;

/** Longest note, in characters; indicators that do not fit are counted. */
const longestNote = 400_000;

/** Notes the deep link of a report, once per report (use case 2). */
export async function noteReport(source: Case, client: TrustarClient, filed: Filed, run: Participants): Promise<void> {
  const notes = await readNotes(run.context.soar, source.incident.id, run.context.signal);
  if (notes.some((note) => rawText(note).includes(filed.id))) return;
  const link = reportLink(client.account.url, filed.id);
  await write(source, `<b>${noteMark}</b> this incident is the report <a href="${escapeHtml(link)}">${escapeHtml(filed.id)}</a>.`, run);
}

/** Notes all correlated indicators with a deep link each; says nothing that the app's notes on the incident say already (use case 4). */
export async function noteCorrelated(source: Case, client: TrustarClient, found: Correlated, run: Participants): Promise<void> {
  const notes = await readNotes(run.context.soar, source.incident.id, run.context.signal);
  const told = notes.filter(isOwnNote).map((note) => plainText(note.text)).join("\n");
  const known = new Set(told.split("\n").map((line) => line.trim()));
  const listed = found.indicators.slice(0, mostListed);
  if (listed.every(({ type, value }) => known.has(`${value} (${type})`))) return;
  const lines: string[] = [];
  let length = 0;
  for (const indicator of listed) {
    const line = `<a href="${escapeHtml(indicatorLink(client.account.url, indicator))}">${escapeHtml(indicator.value)}</a> (${escapeHtml(indicator.type)})`;
    length += line.length;
    if (length > longestNote) break;
    lines.push(line);
  }
  const total = Math.max(found.total, found.indicators.length);
  const heading = lines.length === total ? `${total} correlated indicator(s):` : `the first ${lines.length} of ${total} correlated indicators:`;
  await write(source, [`<b>${noteMark}</b> ${heading}`, ...lines].join("<br />"), run);
}

async function write({ incident }: Case, html: string, { context }: Participants): Promise<void> {
  await context.soar.post<CommentDTO>(`/incidents/${incident.id}/comments`, { text: { format: "html", content: html } }, { signal: context.signal });
}

function rawText({ text }: CommentDTO): string {
  return typeof text === "string" ? text : (text?.content ?? "");
}

/** Text as HTML that shows the same. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
