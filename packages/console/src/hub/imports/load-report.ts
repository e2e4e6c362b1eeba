import { HttpError } from "../../api/rest.js";

/** What became of a report. */
export interface LoadedReport {
  title: string;
  stored: number;
  duplicates: number;
  skipped: { type: string; value: string; reason: string }[];
}

interface Line {
  kind: "progress" | "report" | "error";
  done?: number;
  total?: number;
  report?: LoadedReport;
  code?: string;
  message?: string;
}

/** Loads a MISP event; the hub tells how far it is, line by line. The load goes on when the page is left. Throws `HttpError`. */
export async function loadReport(document: string, source: string, csrfToken: string, onProgress: (done: number, total: number) => void): Promise<LoadedReport> {
  const answer = await fetch(`/api/hub/imports?source=${encodeURIComponent(source)}`, { method: "POST", credentials: "same-origin", headers: { "content-type": "application/json", "x-sess-id": csrfToken }, body: document });
  if (!answer.ok || answer.body === null) throw await refusal(answer);
  let report: LoadedReport | undefined;
  for await (const line of linesOf(answer.body)) {
    const said = JSON.parse(line) as Line;
    if (said.kind === "progress") onProgress(said.done ?? 0, said.total ?? 0);
    if (said.kind === "error") throw new HttpError(500, said.message ?? "The report could not be loaded.", said.code);
    report = said.report ?? report;
  }
  if (report === undefined) throw new HttpError(0, "The link to the hub was lost. The load goes on there; look at the overview.", "UNREACHABLE");
  return report;
}

async function refusal(answer: Response): Promise<HttpError> {
  const text = await answer.text();
  try {
    const body = JSON.parse(text) as { message?: string; code?: string };
    return new HttpError(answer.status, body.message ?? text, body.code);
  } catch {
    return new HttpError(answer.status, `The server answered ${answer.status}.`, undefined);
  }
}

/** Whole lines of a stream of bytes. */
async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    rest += decoder.decode(value, { stream: !done });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield line;
    if (done) break;
  }
  if (rest.trim() !== "") yield rest;
}
