import { notifications } from "@mantine/notifications";
import type { ReactNode } from "react";
import { HttpError } from "../api/rest.js";

/** Says that something was done; gone after a few seconds. */
export function notifyDone(message: ReactNode): void {
  notifications.show({ message, autoClose: 5000 });
}

/** Says that something went wrong, in the server's words; stays until it is dismissed. */
export function notifyProblem(title: string, error: unknown): void {
  notifications.show({ title, message: problemText(error), color: "red", autoClose: false });
}

/** The text of an error for a person. */
export function problemText(error: unknown): string {
  if (error instanceof HttpError) return error.status === 401 ? "Your session has ended. Log in again, then do it once more." : error.message;
  return error instanceof Error ? error.message : "Something unexpected happened in the page.";
}
