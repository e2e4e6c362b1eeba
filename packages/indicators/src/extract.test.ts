import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extractIndicators } from "./extract.js";

const found = (text: string): string[] => extractIndicators(text).map(({ type, value }) => `${type} ${value}`);

describe("extractIndicators", () => {
  it("finds values of many types in a report, with the words and their place", () => {
    const text = "Beacons to hxxp://evil[.]com/gate.php, mail from <Bob@Evil.COM>; 185[.]225.19.4:443 and 2001:db8::7.";
    expect(extractIndicators(text)).toEqual([
      { type: "url", value: "http://evil.com/gate.php", original: "hxxp://evil[.]com/gate.php", offset: 11 },
      { type: "email", value: "bob@evil.com", original: "Bob@Evil.COM", offset: 50 },
      { type: "ip", value: "185.225.19.4", original: "185[.]225.19.4", offset: 65 },
      { type: "ip", value: "2001:db8::7", original: "2001:db8::7", offset: 88 },
    ]);
  });

  it.each([
    ["999.1.1.1 and 1.2.3.4.5", []],
    ["run setup.exe or readme.md", ["file_name setup.exe", "file_name readme.md"]],
    ["uploaded to transfer[.]sh", ["domain transfer.sh"]],
    ["uploaded by build.sh", ["file_name build.sh"]],
    ["bücher.example.de", ["domain xn--bcher-kva.example.de"]],
    ["c:\\a\\b.exe", ["file_path c:\\a\\b.exe"]],
    ["%APPDATA%\\Temp.NET\\archset.dat", ["file_path %APPDATA%\\Temp.NET\\archset.dat"]],
    ["/usr/bin/evil.sh", ["file_path /usr/bin/evil.sh"]],
    ["00:1A:2B:3C:4D:5E", ["mac 00:1a:2b:3c:4d:5e"]],
    ["10.1.0.0/16", ["cidr 10.1.0.0/16"]],
    ["HKCU\\Software\\Run\\x", ["registry_key HKCU\\Software\\Run\\x"]],
    ["https://www.welivesecurity.com/a[here]", ["url https://www.welivesecurity.com/a"]],
    ["(see https://en.wikipedia.org/wiki/Foo_(bar))", ["url https://en.wikipedia.org/wiki/Foo_(bar)"]],
    ["std::cout at 10:20:30, a::b", []],
    ["`048C40EB606DA3DEF08C9F6997C1948AFBBC959B`", ["sha1 048c40eb606da3def08c9f6997c1948afbbc959b"]],
  ])("reads %j", (text, wanted) => {
    expect(found(text)).toEqual(wanted);
  });

  it("never throws, and its words stand where it says", () => {
    const pieces = fc.constantFrom("1.2.3.4", "evil[.]com", "hxxp://", " ", "a@b.com", "\\", "c:\\x", "::", "[", "]", "ü", "/", "'", "d41d8cd98f00b204e9800998ecf8427e", ".", "-");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (words) => {
        const text = words.join("");
        for (const { original, offset } of extractIndicators(text)) expect(text.slice(offset, offset + original.length)).toBe(original);
      }),
      { numRuns: 1_000 },
    );
  });
});
