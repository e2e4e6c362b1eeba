import { connect, type TLSSocket } from "node:tls";
import { once } from "node:events";
import type { Answer, TestHub } from "../hub.test-kit.js";

/** What Python's `json.dumps` writes: a blank after commas and colons, everything in ASCII. */
export function pythonJson(value: Readonly<Record<string, string | number>>): string {
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${JSON.stringify(member)}`);
  return `{${members.join(", ")}}`.replaceAll(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** What Python's `str(dict)` writes for members that are written already. */
export function pythonDict(members: Readonly<Record<string, string>>): string {
  return `{${Object.entries(members).map(([name, member]) => `'${name}': ${member}`).join(", ")}}`; // prettier-ignore
}

/** A string as Python's `repr` writes it: single quotes unless there are such inside, backslashes doubled. */
export function pythonString(text: string): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
  return escaped.includes("'") && !escaped.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`;
}

/** A form field as Python's `urlencode` writes it: blanks as plus, all but letters, digits and `_.-~` in percents. */
export function pythonForm(name: string, value: string): string {
  const quoted = encodeURIComponent(value).replaceAll("%20", "+").replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`); // prettier-ignore
  return `${name}=${quoted}`;
}

/** A connection to the hub that is kept open, on which requests are written as bytes. */
export class KeptConnection {
  #received = Buffer.alloc(0);

  private constructor(
    private readonly socket: TLSSocket,
    private readonly port: number,
  ) {
    socket.on("data", (chunk: Buffer) => (this.#received = Buffer.concat([this.#received, chunk])));
  }

  static async to(kit: TestHub): Promise<KeptConnection> {
    const socket = connect({ host: "127.0.0.1", port: kit.port, ca: kit.ca });
    await once(socket, "secureConnect");
    return new KeptConnection(socket, kit.port);
  }

  /** Writes a POST with these headers in this order, and reads the answer. */
  async post(path: string, headers: readonly string[], body: string): Promise<Answer> {
    this.socket.write([`POST ${path} HTTP/1.1`, `Host: 127.0.0.1:${this.port}`, ...headers, `Content-Length: ${Buffer.byteLength(body)}`, "", body].join("\r\n"));
    const head = await this.#until(() => this.#received.indexOf("\r\n\r\n"));
    const [first = "", ...lines] = this.#received.subarray(0, head).toString("latin1").split("\r\n");
    const read = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]));
    const end = head + 4 + Number(read["content-length"]);
    await this.#until(() => (this.#received.length >= end ? end : -1));
    const text = this.#received.subarray(head + 4, end).toString("utf8");
    this.#received = this.#received.subarray(end);
    const [, status = "", phrase = ""] = /^HTTP\/1\.1 (\d+) ?(.*)$/.exec(first) ?? [];
    return { status: Number(status), phrase, headers: read, body: text };
  }

  close(): void {
    this.socket.destroy();
  }

  async #until(look: () => number): Promise<number> {
    for (let found = look(); ; found = look()) {
      if (found >= 0) return found;
      if (this.socket.destroyed) throw new Error(`the hub ended the connection after ${this.#received.toString("utf8")}`);
      await Promise.race([once(this.socket, "data"), once(this.socket, "close")]);
    }
  }
}
