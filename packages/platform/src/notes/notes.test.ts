import { beforeAll, describe, expect, it } from "vitest";
import { cleanHtml } from "../http/text-content.js";
import { listOf, usePlatform, type JsonObject } from "../platform.test-kit.js";

const kit = usePlatform();
let notes = "";
const add = async (text: unknown, more = {}) => (await kit.call(notes, { body: { text, ...more } })).json as JsonObject;

beforeAll(async () => {
  const { json } = await kit.call(`${kit.org}/incidents`, { body: { name: "Notes", discovered_date: 0 } });
  notes = `${kit.org}/incidents/${json.id}/comments`;
});

describe("notes", () => {
  it("keeps what people write and drops what runs", async () => {
    const html = '<p style="color:#f00;position:fixed">a <b>b</b></p><script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)" onclick="x">l</a><a href="https://example.com">m</a><svg onload=x><iframe src=//e>';
    const note = await add({ format: "html", content: html });
    expect(note.text).toContain('<p style="color:#f00">a <b>b</b></p>');
    expect(note.text).toContain('href="https://example.com"');
    expect(note.text).not.toMatch(/script|alert|onerror|onclick|onload|img|iframe|svg|position/i);
  });

  it("cleans a plain string like HTML, and shows plain text as it is", async () => {
    expect((await add("<i>x</i><script>1</script>")).text).toBe("<i>x</i>");
    expect((await add({ format: "text", content: "<i>x</i>\nnext" })).text).toBe("&lt;i&gt;x&lt;/i&gt;<br />next");
    const asStored = listOf<{ text: unknown }>((await kit.call(`${notes}?text_content_output_format=objects_no_convert`)).json);
    expect(asStored.at(-1)?.text).toEqual({ format: "text", content: "<i>x</i>\nnext" });
  });

  it("cleans again on the way out what was stored unclean", async () => {
    const note = await add("harmless");
    const raw = kit.platform as unknown as { running: { database: { db: { updateTable(table: string): { set(v: object): { where(c: string, o: string, v: number): { execute(): Promise<unknown> } } } } } } };
    await raw.running.database.db.updateTable("notes").set({ format: "html", content: "<b>x</b><script>y</script>" }).where("id", "=", Number(note.id)).execute();
    expect((await kit.call(`${notes}/${note.id}`)).json.text).toBe("<b>x</b>");
  });

  it("is stable: cleaning twice is cleaning once", () => {
    for (const html of ["<p>a<p>b", "<<script>script>x", "<a href='&#106;avascript:x'>y</a>", "a & b &amp; c", "<b style='color:red;x:y'>z"]) {
      expect(cleanHtml(cleanHtml(html))).toBe(cleanHtml(html));
    }
  });

  it("puts answers below the note they answer", async () => {
    const parent = await add("question");
    const child = await add("answer", { parent_id: parent.id });
    const listed = listOf<{ id: number; children: unknown }>((await kit.call(notes)).json).find((note) => note.id === parent.id);
    expect(listed?.children).toMatchObject([{ id: child.id, parent_id: parent.id, text: "answer" }]);
    expect((await add("lost", { parent_id: 999_999 })).message).toContain("no note");
  });

  it("ends answers to answers at a depth", async () => {
    let parent = (await add("0")).id;
    for (let depth = 1; depth < 20; depth += 1) parent = (await add(String(depth), { parent_id: parent })).id;
    const last = await add("20", { parent_id: parent });
    expect((await add("21", { parent_id: last.id ?? parent })).message).toContain("field parent_id");
  });

  it("keeps a deleted note as an empty one while it has answers", async () => {
    const parent = await add("will go");
    const child = await add("stays", { parent_id: parent.id });
    expect((await kit.call(`${notes}/${parent.id}`, { method: "DELETE" })).json.success).toBe(true);
    expect((await kit.call(`${notes}/${parent.id}`)).json).toMatchObject({ is_deleted: true, text: "", children: [{ text: "stays" }] });
    await kit.call(`${notes}/${child.id}`, { method: "DELETE" });
    expect((await kit.call(`${notes}/${parent.id}`)).status).toBe(404);
    expect(listOf<{ id: number }>((await kit.call(notes)).json).some((note) => note.id === parent.id)).toBe(false);
  });

  it("changes a note and says when", async () => {
    const note = await add("before");
    kit.later(5_000);
    const changed = (await kit.call(`${notes}/${note.id}`, { method: "PUT", body: { text: { format: "text", content: "after" } } })).json;
    expect(changed).toMatchObject({ text: "after", create_date: note.create_date });
    expect(changed.modify_date).toBeGreaterThan(note.modify_date);
  });

  it.each([[{}], [{ text: "" }], [{ text: null }], [{ text: 5 }], [{ text: { content: 5 } }], [{ text: { format: "doc", content: "x" } }], [[]]])("refuses %j", async (body) => {
    const answer = await kit.call(notes, { body });
    expect(answer.status).toBe(400);
    expect(answer.json.message).toMatch(/text|note is not valid/);
  });

  it("refuses more than a million characters", async () => {
    expect((await add("x".repeat(1_000_001))).message).toMatch(/field text.*at most 1000000/);
  });
});
