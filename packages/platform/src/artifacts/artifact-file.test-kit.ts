import { basic, type JsonValue, type TestPlatform } from "../platform.test-kit.js";

/** A form with a file and the JSON of its artifact, as clients send it. */
export interface ArtifactForm {
  url: string;
  artifact: unknown;
  file?: { name: string; content: Buffer } | undefined;
  /** The artifact stands before the file; default after it. */
  artifactFirst?: boolean;
  /** The artifact is sent as it is, not as JSON. */
  raw?: boolean;
  as?: { id: string; secret: string };
}

/** Sends a form with a file artifact. */
export async function sendForm(kit: TestPlatform, { url, artifact, file, artifactFirst = false, raw = false, as = kit.key }: ArtifactForm): Promise<{ status: number; json: JsonValue }> {
  const boundary = "edge-of-a-part";
  const filePart = file === undefined ? [] : [Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${file.name}"\r\nContent-Type: application/x-test\r\n\r\n`), file.content, Buffer.from("\r\n")];
  const json = raw ? String(artifact) : JSON.stringify(artifact);
  const artifactPart = artifact === undefined ? [] : [Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="artifact"\r\n\r\n${json}\r\n`)];
  const parts = artifactFirst ? [...artifactPart, ...filePart] : [...filePart, ...artifactPart];
  const payload = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
  const response = await kit.platform.server.inject({ method: "POST", url, headers: { authorization: basic(as.id, as.secret), "content-type": `multipart/form-data; boundary=${boundary}` }, payload });
  const answer: unknown = JSON.parse(response.body);
  return { status: response.statusCode, json: answer };
}
