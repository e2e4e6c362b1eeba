"use strict";
// What Pyodide expects of a JavaScript shell, written to be compiled INSIDE the bare context: nothing here
// comes from Node, so that no path leads from a script's objects to the process. Sent over as source text.

/**
 * @param {any} global the bare context's global object
 * @param {Record<string, Uint8Array>} files what `read` and `readbuffer` serve, by base name
 * @param {Uint8Array} randomness filled by the process before each run; never served twice
 */
function installShims(global, files, randomness) {
  "use strict";
  let served = 0;
  const memoryPages = (256 << 20) / 65536;
  const { prototype } = global.WebAssembly.Memory;
  const { grow } = prototype;

  /** @param {Uint8Array} bytes */
  const decodeUtf8 = (bytes) => {
    let text = "";
    /** @type {number[]} */
    let units = [];
    for (let at = 0; at < bytes.length; ) {
      let code = bytes[at++] ?? 0;
      if (code > 127) {
        const more = code >= 0xf0 ? 3 : code >= 0xe0 ? 2 : 1;
        code &= 0x3f >> more;
        for (let step = 0; step < more; step++) code = (code << 6) | ((bytes[at++] ?? 0) & 63);
      }
      if (code > 0xffff) {
        code -= 0x10000;
        units.push(0xd800 | (code >> 10));
        code = 0xdc00 | (code & 1023);
      }
      units.push(code);
      if (units.length > 4000) {
        text += String.fromCharCode.apply(null, units);
        units = [];
      }
    }
    return text + String.fromCharCode.apply(null, units);
  };
  /** @param {Uint8Array} bytes @param {number} width */
  const decodeUnits = (bytes, width) => {
    let text = "";
    for (let at = 0; at + width <= bytes.length; at += width) {
      text += String.fromCharCode((bytes[at] ?? 0) | (width === 2 ? (bytes[at + 1] ?? 0) << 8 : 0));
    }
    return text;
  };
  /** @param {string} text */
  const encodeUtf8 = (text) => {
    /** @type {number[]} */
    const bytes = [];
    for (const character of text) {
      const code = character.codePointAt(0) ?? 0;
      if (code < 128) bytes.push(code);
      else if (code < 2048) bytes.push(192 | (code >> 6), 128 | (code & 63));
      else if (code < 65536) bytes.push(224 | (code >> 12), 128 | ((code >> 6) & 63), 128 | (code & 63));
      else bytes.push(240 | (code >> 18), 128 | ((code >> 12) & 63), 128 | ((code >> 6) & 63), 128 | (code & 63));
    }
    return Uint8Array.from(bytes);
  };
  /** @param {string} name */
  const file = (name) => {
    const found = files[String(name).split("/").pop() ?? ""];
    if (found === undefined) throw new Error("no such file");
    return found;
  };

  Object.assign(global, {
    TextDecoder: class TextDecoder {
      /** @param {string} [encoding] */
      constructor(encoding) {
        this.encoding = encoding ?? "utf-8";
      }
      /** @param {any} [source] */
      decode(source) {
        if (source === undefined) return "";
        const bytes = source instanceof Uint8Array ? source : new Uint8Array(source.buffer ?? source, source.byteOffset ?? 0, source.byteLength);
        if (this.encoding.startsWith("utf-16")) return decodeUnits(bytes, 2);
        return this.encoding === "latin1" ? decodeUnits(bytes, 1) : decodeUtf8(bytes);
      }
    },
    TextEncoder: class TextEncoder {
      /** @param {unknown} text */
      encode(text) {
        return encodeUtf8(String(text));
      }
      /** @param {string} text @param {Uint8Array} target */
      encodeInto(text, target) {
        const bytes = encodeUtf8(text);
        const written = Math.min(bytes.length, target.length);
        target.set(bytes.subarray(0, written));
        return { read: text.length, written };
      }
    },
    performance: { now: () => Date.now(), timeOrigin: 0 },
    setTimeout: (/** @type {() => void} */ call) => {
      void Promise.resolve().then(() => call());
      return 1;
    },
    clearTimeout: () => undefined,
    setInterval: () => 0,
    clearInterval: () => undefined,
    queueMicrotask: (/** @type {() => void} */ call) => void Promise.resolve().then(() => call()),
    crypto: {
      getRandomValues: (/** @type {Uint8Array} */ view) => {
        const target = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
        if (served + target.length > randomness.length) throw new Error("too much randomness asked for");
        target.set(randomness.subarray(served, served + target.length));
        served += target.length;
        return view;
      },
    },
    console: { log: () => undefined, warn: () => undefined, error: () => undefined, info: () => undefined, debug: () => undefined },
    read: (/** @type {string} */ name) => decodeUtf8(file(name)),
    readbuffer: (/** @type {string} */ name) => file(name).buffer,
    load: () => undefined,
    DOMException: class DOMException extends Error {},
    AbortController: class AbortController {
      signal = { aborted: false, addEventListener: () => undefined };
      abort() {
        this.signal.aborted = true;
      }
    },
    URL: class URL {
      /** @param {unknown} address */
      constructor(address) {
        this.href = String(address);
      }
      toString() {
        return this.href;
      }
    },
    location: { href: "/" },
    importForbidden: () => Promise.reject(new Error("import is not available")),
  });

  prototype.grow = function growWithinLimit(/** @type {number} */ pages) {
    if (this.buffer.byteLength / 65536 + pages > memoryPages) throw new RangeError("memory limit");
    return grow.call(this, pages);
  };
  return {
    /** Called by the process when it has put fresh bytes into `randomness`. */
    randomnessRenewed: () => {
      served = 0;
    },
    forgetBootHelpers: () => {
      for (const name of ["read", "readbuffer", "load", "createModule", "loadPyodide", "importForbidden", "installShims"]) {
        Reflect.deleteProperty(global, name);
      }
      for (const name of Object.keys(files)) Reflect.deleteProperty(files, name);
    },
  };
}

module.exports = { installShims };
