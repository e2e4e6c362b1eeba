import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};
const compressible = new Set([".css", ".js", ".json", ".svg", ".webmanifest"]);
/** Smaller files do not gain by compression, bytes. */
const worthCompressing = 1_024;
const compressors = {
  br: (body: Buffer): Promise<Buffer> => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (body: Buffer): Promise<Buffer> => promisify(gzip)(body, { level: 9 }),
};
type Coding = keyof typeof compressors;

interface Asset {
  readonly type: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly coded: Map<Coding, Promise<Buffer>>;
}

/** The files of a built console: read once, compressed once, then answered from memory. */
export class Assets {
  private readonly files = new Map<string, Promise<Asset | undefined>>();

  /** Answers with a file. @param fresh `immutable` for names with a hash, else the browser asks again each time. @returns false when there is no such file. */
  async send(request: FastifyRequest, reply: FastifyReply, path: string, fresh: "immutable" | "asked"): Promise<boolean> {
    const asset = await this.asset(path);
    if (asset === undefined) return false;
    reply.header("cache-control", fresh === "immutable" ? "public, max-age=31536000, immutable" : "no-cache").header("etag", asset.etag).type(asset.type);
    if (request.headers["if-none-match"] === asset.etag) {
      await reply.code(304).send();
      return true;
    }
    const coding = codingFor(request.headers["accept-encoding"], path, asset.plain.length);
    if (coding.possible) reply.header("vary", "accept-encoding");
    if (coding.chosen !== undefined) reply.header("content-encoding", coding.chosen);
    await reply.send(coding.chosen === undefined ? asset.plain : await coded(asset, coding.chosen));
    return true;
  }

  private async asset(path: string): Promise<Asset | undefined> {
    const known = this.files.get(path);
    if (known !== undefined) return known;
    const reading = readAsset(path);
    this.files.set(path, reading);
    const asset = await reading;
    // What is not there yet may come with the next build.
    if (asset === undefined) this.files.delete(path);
    return asset;
  }
}

async function readAsset(path: string): Promise<Asset | undefined> {
  const type = types[extname(path)];
  if (type === undefined) return undefined;
  try {
    const plain = await readFile(path);
    return { type, plain, etag: `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`, coded: new Map() };
  } catch {
    return undefined;
  }
}

function codingFor(accepted: string | string[] | undefined, path: string, bytes: number): { possible: boolean; chosen: Coding | undefined } {
  if (!compressible.has(extname(path)) || bytes < worthCompressing) return { possible: false, chosen: undefined };
  const offered = String(accepted ?? "").split(",").map((part) => part.trim().toLowerCase()).filter((part) => !/;\s*q=0(?:\.0*)?$/.test(part)).map((part) => part.split(";", 1)[0]); // prettier-ignore
  return { possible: true, chosen: (["br", "gzip"] as const).find((coding) => offered.includes(coding)) };
}

function coded(asset: Asset, coding: Coding): Promise<Buffer> {
  const known = asset.coded.get(coding);
  if (known !== undefined) return known;
  const made = compressors[coding](asset.plain);
  asset.coded.set(coding, made);
  return made;
}
