/** Endings that can be nothing else: they make a word with a dot a file name. In a regular expression, without the dot. */
export const fileEndings =
  "7z|aes|apk|ashx|asp|aspx|bat|bin|cab|cmd|cpl|dat|dll|dmg|doc|docm|docx|dylib|elf|exe|hta|iso|jar|js|jse|jsp|jspx|lnk|msi|ocx|pdf|php|pkg|ppt|pptm|pptx|ps1|psm1|pyw|rar|rtf|scr|sys|tmp|txt|vbe|vbs|wsf|xll|xls|xlsm|xlsx";

/** Top-level domains that in running text are more often the ending of a file: taken as a domain only when defanged or deeper. */
export const fileLikeDomains: ReadonlySet<string> = new Set(["zip", "mov", "md", "py", "sh", "pl", "rs", "ps", "so", "app"]);

/** Of those, the ones that are a file even with more dots (`my.script.py`), unless it is under a suffix such as `com.py`. */
export const hardlyDomains: ReadonlySet<string> = new Set(["zip", "mov", "py"]);

/** Names of software that look like a domain when they are written with capitals. */
export const softwareNames: ReadonlySet<string> = new Set(["asp.net", "vb.net", "ado.net", "ml.net", "system.io", "system.net", "socket.io", "paint.net"]);

const startsFile = new RegExp(String.raw`\.(?:${fileEndings})(?=\s)`, "iu");

/** Cuts a path or name where a file ends and the sentence goes on: `c:\a.exe and b.exe` is `c:\a.exe`. */
export function cutAfterFile(match: string): string {
  const found = startsFile.exec(match);
  return found === null ? match : match.slice(0, found.index + found[0].length);
}
