import { describe, expect, it } from "vitest";
import { noteHtml } from "./markup.js";

describe("a typed note", () => {
  it("keeps paragraphs and line ends", () => {
    expect(noteHtml("first\nline two\n\nsecond")).toBe("<p>first<br />line two</p><p>second</p>");
  });

  it("shows markup as it was typed", () => {
    expect(noteHtml("<img src=x onerror=alert(1)> & more")).toBe("<p>&lt;img src=x onerror=alert(1)&gt; &amp; more</p>");
  });

  it("knows bold, emphasis and code, and leaves code alone", () => {
    expect(noteHtml("**seen** on _two_ hosts: `a**b**_c_`")).toBe("<p><strong>seen</strong> on <em>two</em> hosts: <code>a**b**_c_</code></p>");
  });

  it("leaves underscores inside names alone", () => {
    expect(noteHtml("fn_anomali_staxx failed")).toBe("<p>fn_anomali_staxx failed</p>");
  });

  it("makes lists, quotes and blocks, also beside text", () => {
    expect(noteHtml("Hosts:\n- one\n- two\n> said\n```\nif a < b:\n  run()\n```\nend")).toBe(
      "<p>Hosts:</p><ul><li>one</li><li>two</li></ul><blockquote>said</blockquote><pre>if a &lt; b:\n  run()</pre><p>end</p>",
    );
  });

  it("ends with a block that was never closed", () => {
    expect(noteHtml("```\nopen")).toBe("<pre>open</pre>");
  });

  it("takes a bullet sign alone as text", () => {
    expect(noteHtml("-")).toBe("<p>-</p>");
  });
});
