import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { finished, pipeline } from "node:stream/promises";
import type { MultipartFile } from "@fastify/multipart";
import { messageOf, SoarkitError, type ThreatServiceArtifact, threatServiceArtifactSchema } from "@soarkit/protocol";
import { newId } from "@soarkit/runtime";
import type { FastifyRequest } from "fastify";

/** Largest JSON of an artifact, in bytes. */
export const largestArtifact = 1024 * 1024;

/** What a platform posted. */
export interface PostedArtifact {
  readonly artifact: ThreatServiceArtifact;
  /** Content of a file artifact, stored. */
  readonly file: { readonly path: string; readonly hash: string } | undefined;
}

/**
 * Reads the artifact of a request: JSON whatever its content type says, or multipart whose first part is that JSON whatever
 * its name (soar-protocol §5.2). A second part is the content of a file artifact; it goes straight to the disk.
 *
 * @param folder - for the file; undefined when nobody wants it: then it is read and thrown away
 * @throws SoarkitError THREAT_BODY_INVALID; errors of the HTTP layer for what is too large
 */
export async function readArtifact(request: FastifyRequest, folder: string | undefined): Promise<PostedArtifact> {
  if (!request.isMultipart()) return { artifact: toArtifact(request.body), file: undefined };
  let artifact: ThreatServiceArtifact | undefined;
  let file: PostedArtifact["file"];
  try {
    for await (const part of request.parts()) {
      if (artifact === undefined) artifact = toArtifact(part.type === "file" ? parse(await textOf(part)) : typeof part.value === "string" ? parse(part.value) : part.value);
      else if (part.type === "file") {
        if (folder === undefined || file !== undefined) await drain(part);
        else file = await store(part, folder);
      }
    }
  } catch (error) {
    if (file !== undefined) await rm(file.path, { force: true });
    const isOurs = error instanceof SoarkitError || (error instanceof Error && ("statusCode" in error || "errno" in error));
    throw isOurs ? error : invalid(`the multipart body is broken (${messageOf(error)})`);
  }
  if (artifact === undefined) throw invalid("the multipart body has no parts");
  return { artifact, file };
}

/** What a JSON text says. @throws SoarkitError THREAT_BODY_INVALID, BODY_TOO_LARGE */
export function parse(text: string): unknown {
  if (Buffer.byteLength(text) > largestArtifact) throw new SoarkitError("BODY_TOO_LARGE", { limit: largestArtifact });
  if (text.trim() === "") throw invalid("the body is empty");
  try {
    return JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text);
  } catch {
    throw invalid("the body is not JSON");
  }
}

function toArtifact(body: unknown): ThreatServiceArtifact {
  if (body === undefined || body === null) throw invalid("the body is empty");
  if (typeof body !== "object" || Array.isArray(body)) throw invalid("the JSON is no object");
  const read = threatServiceArtifactSchema.safeParse(body);
  if (!read.success) throw invalid("its type is not a text");
  return read.data;
}

function invalid(reason: string): SoarkitError {
  return new SoarkitError("THREAT_BODY_INVALID", { reason, example: '{"type": "net.ip", "value": "198.51.100.7"}' });
}

async function textOf({ file }: MultipartFile): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of file as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > largestArtifact) throw new SoarkitError("BODY_TOO_LARGE", { limit: largestArtifact });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function drain(part: MultipartFile): Promise<void> {
  await finished(part.file.resume());
}

async function store(part: MultipartFile, folder: string): Promise<{ path: string; hash: string }> {
  const path = join(folder, newId());
  const hash = createHash("sha256");
  try {
    await pipeline(part.file, async function* (source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        hash.update(chunk);
        yield chunk;
      }
    }, createWriteStream(path, { mode: 0o600, flags: "wx" }));
    if (part.file.truncated) throw new SoarkitError("BODY_TOO_LARGE", { limit: part.file.bytesRead });
    return { path, hash: hash.digest("hex") };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}
