import ipaddr from "ipaddr.js";

/** Why an address means nothing outside its own network. */
export interface SpecialUse {
  /** A short word for the kind, e.g. `private`, `loopback`, `carrier-grade NAT`. */
  readonly kind: string;
  /** The block the address lies in, in CIDR notation. */
  readonly network: string;
}

// IANA special-purpose registries (RFC 6890 and the RFCs it names), most specific first.
const blocks: readonly (readonly [network: string, kind: string])[] = [
  ["255.255.255.255/32", "broadcast"],
  ["0.0.0.0/8", "unspecified"],
  ["10.0.0.0/8", "private"],
  ["100.64.0.0/10", "carrier-grade NAT"],
  ["127.0.0.0/8", "loopback"],
  ["169.254.0.0/16", "link-local"],
  ["172.16.0.0/12", "private"],
  ["192.0.0.0/24", "protocol assignment"],
  ["192.0.2.0/24", "documentation"],
  ["192.88.99.0/24", "6to4 relay"],
  ["192.168.0.0/16", "private"],
  ["198.18.0.0/15", "benchmarking"],
  ["198.51.100.0/24", "documentation"],
  ["203.0.113.0/24", "documentation"],
  ["224.0.0.0/4", "multicast"],
  ["240.0.0.0/4", "reserved"],
  ["::/128", "unspecified"],
  ["::1/128", "loopback"],
  ["64:ff9b::/96", "NAT64"],
  ["64:ff9b:1::/48", "NAT64"],
  ["100::/64", "discard"],
  ["2001:2::/48", "benchmarking"],
  ["2001:db8::/32", "documentation"],
  ["2001::/23", "protocol assignment"],
  ["2002::/16", "6to4"],
  ["3fff::/20", "documentation"],
  ["5f00::/16", "segment routing"],
  ["fc00::/7", "private"],
  ["fe80::/10", "link-local"],
  ["fec0::/10", "site-local"],
  ["ff00::/8", "multicast"],
];

let parsedBlocks: readonly { network: string; kind: string; range: [ipaddr.IPv4 | ipaddr.IPv6, number] }[] | undefined;

/** Tells whether an address is private, loopback, multicast, documentation and so on; `undefined` for a public or invalid one. */
export function specialUse(address: string): SpecialUse | undefined {
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return undefined;
  const parsed = ipaddr.process(address);
  parsedBlocks ??= blocks.map(([network, kind]) => ({ network, kind, range: ipaddr.parseCIDR(network) }));
  const found = parsedBlocks.find(({ range: [base, bits] }) => base.kind() === parsed.kind() && parsed.match(base, bits));
  return found && { kind: found.kind, network: found.network };
}

const privateNames = new Set(["localhost", "local", "localdomain", "internal", "lan", "intranet", "corp", "home"]);

/** Tells whether a host name can only mean something inside one network (RFC 6761, RFC 6762, RFC 8375 and habit). */
export function privateName(domain: string): boolean {
  return privateNames.has(domain.slice(domain.lastIndexOf(".") + 1)) || domain === "home.arpa" || domain.endsWith(".home.arpa");
}
