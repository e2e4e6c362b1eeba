import { messageOf, SoarkitError, type ErrorCode, type ErrorDetails } from "@soarkit/protocol";
import type { ExportFormat } from "./render.js";
import type { ExportScope, ExportTotals } from "./store.js";

/** What the worker of an export is started with. */
export interface ExportJob {
  /** The database. */
  readonly file: string;
  readonly format: ExportFormat;
  readonly scope: ExportScope;
}

/** What it says: totals first, then a chunk for each pull, then the end; or an error at any time. */
export type FromExportWorker =
  | { readonly kind: "totals"; readonly totals: ExportTotals }
  | { readonly kind: "chunk"; readonly text: string }
  | { readonly kind: "end" }
  | ({ readonly kind: "error" } & ErrorParts);

/** An error that crosses threads: of the catalogue, or any other by its text. */
export interface ErrorParts {
  readonly code?: ErrorCode;
  readonly details?: ErrorDetails;
  readonly message: string;
}

export function errorParts(error: unknown): ErrorParts {
  return error instanceof SoarkitError ? { code: error.code, details: error.details, message: error.message } : { message: messageOf(error) };
}

export function errorOf({ code, details, message }: ErrorParts): Error {
  return code === undefined ? new Error(message) : new SoarkitError(code, details ?? {});
}
