import { createHash } from "node:crypto";
import { hashLengths } from "./types.js";

/** A list of values that nearly everybody meets. `{}` in `reason` is what an entry says about itself. */
export interface WellKnownList {
  readonly name: string;
  readonly reason: string;
  readonly type: "ip" | "domain" | "other";
  /** True where a name stands for every name below it. */
  readonly below?: boolean;
  /** True where a URL on the host is as harmless as the host; else only the bare host is. */
  readonly paths?: boolean;
  /** True where a mark is enough: filed as an indicator it would set off no alarm. */
  readonly quiet?: boolean;
  /** Canonical values by what they are; those of `other` carry their type, `sha1 da39…`. */
  readonly entries: () => Iterable<readonly [about: string, values: readonly string[]]>;
}

const resolverAddresses: readonly (readonly [string, readonly string[]])[] = [
  ["Google", ["8.8.8.8", "8.8.4.4", "2001:4860:4860::8888", "2001:4860:4860::8844", "2001:4860:4860::64", "2001:4860:4860::6464"]],
  ["Cloudflare", ["1.1.1.1", "1.0.0.1", "1.1.1.2", "1.0.0.2", "1.1.1.3", "1.0.0.3", "2606:4700:4700::1111", "2606:4700:4700::1001", "2606:4700:4700::1112", "2606:4700:4700::1002", "2606:4700:4700::1113", "2606:4700:4700::1003"]],
  ["Quad9", ["9.9.9.9", "9.9.9.10", "9.9.9.11", "149.112.112.112", "149.112.112.10", "149.112.112.11", "2620:fe::fe", "2620:fe::9", "2620:fe::10", "2620:fe::fe:10", "2620:fe::11", "2620:fe::fe:11"]],
  ["Cisco OpenDNS", ["208.67.222.222", "208.67.220.220", "208.67.222.123", "208.67.220.123", "2620:119:35::35", "2620:119:53::53"]],
  ["Lumen (Level 3)", ["4.2.2.1", "4.2.2.2", "4.2.2.3", "4.2.2.4", "4.2.2.5", "4.2.2.6"]],
  ["AdGuard", ["94.140.14.14", "94.140.15.15", "2a10:50c0::ad1:ff", "2a10:50c0::ad2:ff"]],
  ["CleanBrowsing", ["185.228.168.9", "185.228.169.9"]],
  ["Comodo", ["8.26.56.26", "8.20.247.20"]],
  ["Control D", ["76.76.2.0", "76.76.10.0"]],
  ["DNS.WATCH", ["84.200.69.80", "84.200.70.40"]],
  ["Hurricane Electric", ["74.82.42.42", "2001:470:20::2"]],
  ["Mullvad", ["194.242.2.2"]],
  ["UltraDNS", ["64.6.64.6", "64.6.65.6"]],
  ["Yandex", ["77.88.8.8", "77.88.8.1"]],
  ["114DNS", ["114.114.114.114", "114.114.115.115"]],
  ["Alibaba", ["223.5.5.5", "223.6.6.6"]],
  ["DNSPod", ["119.29.29.29"]],
];

const rootServers: readonly (readonly [string, readonly string[]])[] = [
  ["a", ["198.41.0.4", "2001:503:ba3e::2:30"]],
  ["b", ["170.247.170.2", "2801:1b8:10::b"]],
  ["c", ["192.33.4.12", "2001:500:2::c"]],
  ["d", ["199.7.91.13", "2001:500:2d::d"]],
  ["e", ["192.203.230.10", "2001:500:a8::e"]],
  ["f", ["192.5.5.241", "2001:500:2f::f"]],
  ["g", ["192.112.36.4", "2001:500:12::d0d"]],
  ["h", ["198.97.190.53", "2001:500:1::53"]],
  ["i", ["192.36.148.17", "2001:7fe::53"]],
  ["j", ["192.58.128.30", "2001:503:c27::2:30"]],
  ["k", ["193.0.14.129", "2001:7fd::1"]],
  ["l", ["199.7.83.42", "2001:500:9f::42"]],
  ["m", ["202.12.27.33", "2001:dc3::35"]],
];

// Contents that every machine has, in hexadecimal where they are no text.
const harmlessContents: readonly (readonly [about: string, content: Buffer])[] = [
  ["the empty file", Buffer.alloc(0)],
  ["a file with one line feed", Buffer.from("\n")],
  ["a file with one Windows line end", Buffer.from("\r\n")],
  ["a file with one blank", Buffer.from(" ")],
  ["a file with one zero byte", Buffer.alloc(1)],
  ["a file with nothing but a UTF-8 byte order mark", Buffer.from("efbbbf", "hex")],
  ["an empty JSON object", Buffer.from("{}")],
  ["an empty JSON array", Buffer.from("[]")],
  ["an empty ZIP archive", Buffer.concat([Buffer.from("504b0506", "hex"), Buffer.alloc(18)])],
  ["512 zero bytes, an erased disk sector", Buffer.alloc(512)],
  ["4,096 zero bytes, an erased page", Buffer.alloc(4_096)],
  ["a transparent GIF of one pixel", Buffer.from("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b", "hex")],
];

// The published hashes of the test file (eicar.org); its content would set off the scanners of whoever reads this source.
const testFile = ["md5 44d88612fea8a8f36de82e1278abb02f", "sha1 3395856ce81f2b7382dee72602f798b642f14140", "sha256 275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f"];

function hashesOf(content: Buffer): string[] {
  return Object.keys(hashLengths).flatMap((algorithm) => {
    try {
      return [`${algorithm} ${createHash(algorithm).update(content).digest("hex")}`];
    } catch {
      // A system in FIPS mode computes no MD5.
      return [];
    }
  });
}

const plain = (about: string, values: readonly string[]): (() => [string, readonly string[]][]) => () => [[about, values]];
const withWww = (values: readonly string[]): string[] => values.flatMap((value) => [value, `www.${value}`]);

/** Our own lists, none of them long: what ends up in reports by accident (staxx-api §4; RFC 2606, RFC 6761; the root zone's hints). */
export const wellKnownLists: readonly WellKnownList[] = [
  { name: "Public DNS resolvers", type: "ip", reason: "the public DNS resolver of {}", entries: () => resolverAddresses },
  {
    name: "Public DNS resolvers",
    type: "domain",
    reason: "the public DNS resolver of {}",
    entries: () => [["Google", ["dns.google", "dns64.dns.google"]], ["Cloudflare", ["one.one.one.one", "cloudflare-dns.com", "1dot1dot1dot1.cloudflare-dns.com"]], ["Quad9", ["dns.quad9.net"]], ["Cisco OpenDNS", ["resolver1.opendns.com", "resolver2.opendns.com", "doh.opendns.com"]], ["AdGuard", ["dns.adguard-dns.com"]]],
  },
  { name: "DNS root servers", type: "ip", reason: "the DNS root server {}, which every resolver asks", entries: () => rootServers.map(([letter, values]) => [`${letter}.root-servers.net`, values]) },
  { name: "DNS root servers", type: "domain", reason: "a name of the DNS root servers, which every resolver asks", below: true, entries: plain("", ["root-servers.net"]) },
  { name: "Reserved example names", type: "domain", reason: "reserved for examples and tests (RFC 2606, RFC 6761); it belongs to nobody", below: true, paths: true, quiet: true, entries: plain("", ["example.com", "example.net", "example.org", "example.edu", "example", "test", "invalid"]) },
  {
    name: "Connectivity checks and clocks",
    type: "domain",
    reason: "what every {} asks by itself",
    paths: true,
    entries: () => [
      ["Windows machine", ["www.msftconnecttest.com", "www.msftncsi.com", "dns.msftncsi.com", "time.windows.com", "ctldl.windowsupdate.com", "download.windowsupdate.com", "crl.microsoft.com"]],
      ["Android or Chrome device", ["connectivitycheck.gstatic.com", "connectivitycheck.android.com", "clients3.google.com", "time.google.com", "time.android.com"]],
      ["Apple device", ["captive.apple.com", "time.apple.com"]],
      ["Firefox", ["detectportal.firefox.com"]],
      ["Linux machine", ["connectivity-check.ubuntu.com", "nmcheck.gnome.org", "ntp.ubuntu.com"]],
    ],
  },
  { name: "Connectivity checks and clocks", type: "domain", reason: "the public time servers of the NTP pool", below: true, entries: plain("", ["pool.ntp.org"]) },
  { name: "Names of document formats", type: "domain", reason: "a name that documents carry to name their format; nothing is fetched from it", paths: true, entries: plain("", ["schemas.microsoft.com", "schemas.openxmlformats.org", "schemas.xmlsoap.org", "purl.org", "ns.adobe.com", "www.w3.org", "xmlns.com"]) },
  {
    name: "Hosts that everybody uses",
    type: "domain",
    reason: "the host of {}; a page on it may be malicious, the host is not",
    entries: () => [
      ["a search engine", withWww(["google.com", "bing.com", "duckduckgo.com", "yahoo.com"])],
      ["a vendor of systems", withWww(["microsoft.com", "apple.com", "ubuntu.com", "debian.org", "mozilla.org", "adobe.com", "oracle.com"])],
      ["code and packages", [...withWww(["github.com", "gitlab.com", "npmjs.com", "pypi.org"]), "raw.githubusercontent.com", "registry.npmjs.org"]],
      ["a public service", [...withWww(["wikipedia.org", "youtube.com", "facebook.com", "linkedin.com", "twitter.com", "x.com", "instagram.com", "whatsapp.com", "amazon.com", "office.com", "live.com", "dropbox.com"]), "en.wikipedia.org", "outlook.com", "gmail.com", "login.microsoftonline.com", "accounts.google.com", "drive.google.com", "docs.google.com", "onedrive.live.com", "api.telegram.org", "t.me"]],
      ["threat knowledge", [...withWww(["virustotal.com", "eset.com", "welivesecurity.com", "anomali.com"]), "attack.mitre.org", "cve.mitre.org", "www.cve.org", "nvd.nist.gov"]],
    ],
  },
  { name: "Hashes of harmless files", type: "other", reason: "the hash of {}", entries: () => harmlessContents.map(([about, content]) => [about, hashesOf(content)]) },
  { name: "Test files", type: "other", reason: "the hash of {}, which tells whether a scanner works", entries: plain("the EICAR test file", testFile) },
  { name: "Whole networks", type: "other", reason: "{}", entries: () => [["every address there is", ["cidr 0.0.0.0/0", "cidr ::/0"]], ["the address of no device", ["mac 00:00:00:00:00:00"]], ["the address of all devices at once", ["mac ff:ff:ff:ff:ff:ff"]]] },
];
