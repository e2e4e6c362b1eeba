import { expect, it } from "vitest";
import { isOwnNetwork } from "./own-network.js";

it("tells what means nothing to others", () => {
  for (const own of ["10.1.2.3", " 192.168.0.1 ", "127.0.0.1", "0.0.0.0", "169.254.1.1", "fe80::1", "::1", "224.0.0.1", "localhost", "printer.local", "http://10.0.0.1/x", "https://[::1]:8443/", "https://wiki.corp/page", "me@mail.lan"]) expect(isOwnNetwork(own), own).toBe(true);
  for (const other of ["8.8.8.8", "198.51.100.7", "2001:4860:4860::8888", "example.com", "http://example.com/10.0.0.1", "a@example.com", "d41d8cd98f00b204e9800998ecf8427e", "", "CVE-2018-8440"]) expect(isOwnNetwork(other), other).toBe(false);
});
