import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readIntelText } from "./intel-text.js";
import { nextJobId } from "./job-id.js";

const read = (text: string): string[] => readIntelText(text).values.map(({ staxxType, value }) => `${staxxType} ${value}`);

describe("the text of an import", () => {
  it.each([
    ["1.2.3.4", ["ip 1.2.3.4"]],
    ["1.2.3.4, evil.com", ["ip 1.2.3.4", "domain evil.com"]],
    ["1.2.3.4 evil.com", ["ip 1.2.3.4", "domain evil.com"]],
    ["It calls evil[.]com, then 1.2.3.4.", ["domain evil.com", "ip 1.2.3.4"]],
    ["http://evil.com/a,b;c?x=1,2", ["url http://evil.com/a,b;c?x=1,2"]],
    ["http://evil.com/a,http://evil.com/b", ["url http://evil.com/a", "url http://evil.com/b"]],
    ["evil.com\nEVIL.com", ["domain evil.com"]],
    ["1.2.3.4' OR confidence > 0", ["ip 1.2.3.4"]],
    ["Bob <bob@evil.com>", ["email bob@evil.com"]],
  ])("%j holds %j", (text, values) => {
    expect(read(text)).toEqual(values);
  });

  it("tells what was left out of a list and why", () => {
    expect(readIntelText("1.2.3.4\nfoo\nc:\\a\\b.exe\n10.0.0.0/8").dropped).toEqual([
      { value: "foo", type: "", reason: "unsupported value: it is no IP address, domain, URL, e-mail address or file hash" },
      { value: "c:\\a\\b.exe", type: "file_path", reason: "unsupported value type file path; send the file's hash" },
      { value: "10.0.0.0/8", type: "cidr", reason: "unsupported value type network; send the single addresses" },
    ]);
  });

  it("keeps paths and MAC addresses whole, under their own type, when the user insists", () => {
    const insisted = (text: string): string[] => readIntelText(text, true).values.map(({ type, staxxType, value }) => `${type} ${staxxType} ${value}`);
    expect(insisted("c:\\a b\\x,y.exe\n/usr/bin/evil\n00-1B-44-11-3A-B7")).toEqual(["file_path file_path c:\\a b\\x,y.exe", "file_path file_path /usr/bin/evil", "mac mac 00:1b:44:11:3a:b7"]);
    expect(insisted("c:\\a.exe, c:\\b.exe")).toEqual(["file_path file_path c:\\a.exe", "file_path file_path c:\\b.exe"]);
    expect(readIntelText("evil.exe\n10.0.0.0/8", true).dropped).toHaveLength(2);
  });

  it("never throws and keeps each value once, whatever the text", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.ipV4(), fc.domain(), fc.constantFrom(",", ";", "\n", " ", "'"))), (parts) => {
        const values = read(parts.join(""));
        expect(new Set(values).size).toBe(values.length);
      }),
    );
  });
});

describe("job IDs", () => {
  it("are the second in UTC", () => {
    expect(nextJobId(Date.UTC(2020, 7, 12, 16, 30, 12, 999), undefined)).toBe("20200812163012");
  });

  it("rise by a second when the clock stands or goes back", () => {
    const now = Date.UTC(2020, 11, 31, 23, 59, 59);
    expect(nextJobId(now, "20201231235959")).toBe("20210101000000");
    expect(nextJobId(now, "20210101000010")).toBe("20210101000011");
  });
});
