import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extractIndicators } from "./extract.js";
import { normalise } from "./normalise.js";

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
    ["hxxp[://]evil[.]com, hxxps[:]//evil{.}com/a, h**p://evil(dot)com", ["url http://evil.com", "url https://evil.com/a", "url http://evil.com"]],
    ["user[at]evil[dot]com and user[@]evil[.]com", ["email user@evil.com", "email user@evil.com"]],
    ["http://[2001:db8::1]:8080/x and 1.2.3.4:443", ["url http://[2001:db8::1]:8080/x", "ip 1.2.3.4"]],
    ["2001:db8::/32", ["cidr 2001:db8::/32"]],
    ["[evil](http://evil.com/a_(b)) and <a href=\"http://evil.net/x\">y</a>", ["url http://evil.com/a_(b)", "url http://evil.net/x"]],
    ["my.script.py, www.abc.com.py, www.onet.pl, dropper.pl", ["file_name my.script.py", "domain www.abc.com.py", "domain www.onet.pl", "file_name dropper.pl"]],
    ["ASP.NET and System.IO, but asp[.]net", ["domain asp.net"]],
    ["=== \\_hashlbi.pyw", ["file_name _hashlbi.pyw"]],
    ["|`ab`|RDGMA 1101 001 jpg.scr\n", ["file_name RDGMA 1101 001 jpg.scr"]],
    ["| Usermode COM Manager.exe | x |", ["file_name Usermode COM Manager.exe"]],
    ["`++%TEMP%\\Usermode COM Manager.dat++`", ["file_path %TEMP%\\Usermode COM Manager.dat"]],
    ["`++%APPDATA%\\WINinit\\WINlogon.exe++`", ["file_path %APPDATA%\\WINinit\\WINlogon.exe"]],
    ['{"name": "Windows Broker Manager.dat"}', ["file_name Windows Broker Manager.dat"]],
    ['He said "run setup.exe and a.dll"', ["file_name setup.exe", "file_name a.dll"]],
    ["<td>Windows Broker Manager.dat</td>", ["file_name Windows Broker Manager.dat"]],
    ["c:\\a.exe and b.exe, then \\\\server\\share\\x.dll", ["file_path c:\\a.exe", "file_name b.exe", "file_path \\\\server\\share\\x.dll"]],
    ["HKCU\\Run\\a and HKLM\\Software\\b", ["registry_key HKCU\\Run\\a", "registry_key HKLM\\Software\\b"]],
    ['creates the mutex "Global\\\\evil one"', ["mutex Global\\\\evil one"]],
    ["Win32/Agent.TIA, Trojan:Win32/Emotet.PA!MTB; MSIL/Webshell.C.", ["malware Win32/Agent.TIA", "malware Trojan:Win32/Emotet.PA!MTB", "malware MSIL/Webshell.C"]],
    ["Win32/Win64, HTML/CSS, Linux/Unix, Java/Kotlin", []],
    ["pay 1BoatSLRHtKNngkdXEeobR76b53LETtpyT or bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", ["crypto_wallet 1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "crypto_wallet bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"]],
    ["1BoatSLRHtKNngkdXEeobR76b53LETtpyU, bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", []],
    ["hash,name\nd41d8cd98f00b204e9800998ecf8427e,a.exe", ["md5 d41d8cd98f00b204e9800998ecf8427e", "file_name a.exe"]],
    ["CVE-2020-0968/CVE-2017-0199", ["cve CVE-2020-0968", "cve CVE-2017-0199"]],
    ["\u0430pple.com \0 1.2.3.4\0", ["domain xn--pple-43d.com", "ip 1.2.3.4"]],
  ])("reads %j", (text, wanted) => {
    expect(found(text)).toEqual(wanted);
  });

  it("never throws, and its words stand where it says", () => {
    const pieces = fc.constantFrom("1.2.3.4", "evil[.]com", "hxxp://", " ", "a@b.com", "\\", "c:\\x", "::", "[", "]", "ü", "/", "'", "d41d8cd98f00b204e9800998ecf8427e", ".", "-", "`", "|", "++", "HKLM\\", "Win32/A.B", "mutex '", ".exe", "\0", "\n", "<td>", "\ud800");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (words) => {
        const text = words.join("");
        for (const { original, offset } of extractIndicators(text)) expect(text.slice(offset, offset + original.length)).toBe(original);
      }),
      { numRuns: 1_000 },
    );
  });

  it("finds the same in a value that stands alone, and gives canonical values only", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.domain(), fc.stringMatching(/^[0-9a-f]{64}$/), fc.webUrl({ validSchemes: ["http", "https"] }), (ip, domain, hash, url) => {
        for (const { type, value } of extractIndicators(`${ip}, ${domain}; ${hash}\n<${url}>`)) expect(normalise(type, value)).toEqual({ ok: true, value });
        expect(found(`see ${ip} now`)).toEqual([`ip ${ip}`]);
        expect(found(`| ${hash} |`)).toEqual([`sha256 ${hash}`]);
      }),
    );
  });

  // A search that is not linear would need billions of steps for one of these.
  it.each(["a", "a.", ".", "/", "\\", "0", "::", "a@", "http://a/))))", "`a ", "|a b", "c:\\a\\", "\\\\a.exe ", "HKLM\\a b\\", "HKLM\\a HKLM\\b\\", "mutex '", ', "a ', "Win32/A.", "[[[[.]]]]", "%a%\\", "1.1.1.1/", "\0", "<td>a ", "\u0430.", "\ud800"])("comes to an end on 200 kB of %j", (piece) => {
    expect(extractIndicators(piece.repeat(200_000 / piece.length)).length).toBeLessThanOrEqual(200_000);
  }, 60_000);

  it("reads 10 MB of report", () => {
    const report = "Beacon to hxxp://evil[.]com/gate.php and 185.225.19.4; dropped `C:\\Users\\x\\a.exe` (048C40EB606DA3DEF08C9F6997C1948AFBBC959B).\n";
    const times = Math.ceil(10_000_000 / report.length);
    expect(extractIndicators(report.repeat(times))).toHaveLength(times * 4);
  }, 300_000);
});
