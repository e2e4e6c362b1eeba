/** A reference to an object: id, name, or both (soar-protocol §1.7 "ObjectHandle"). */
export type Handle = number | string | { id: number; name: string };

/** How handles are written in an answer (soar-protocol §1.7). */
export type HandleFormat = "ids" | "names" | "objects";

/** Rich or plain text (soar-protocol §1.7 "TextContent"). */
export interface TextContent {
  format: "text" | "html" | "unknown";
  content: string;
}

/** The list container of most configuration collections (soar-protocol §1.7). */
export interface Entities<T> {
  entities: T[];
}

/** What a save or a refused request answers (soar-protocol §1.6, §1.8). */
export interface StatusDTO {
  success: boolean;
  title: string | null;
  message: string | null;
  hints: string[];
  error_code?: string;
}
