import { Alert, Button, Group, VisuallyHidden } from "@mantine/core";
import type { FieldDefDTO, LayoutConditionDTO, LayoutDTO } from "@soarkit/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { put } from "../../api/platform.js";
import { HttpError } from "../../api/rest.js";
import { notifyDone, problemText } from "../../parts/notify.js";
import { BlockCard } from "./block-card.js";
import { ConditionDialog } from "./condition-dialog.js";
import { addBlock, addField, type Blocks, changeBlock, changeField, differences, moveBlock, moveField, type Place, removeBlock, removeField, unplaced } from "./draft.js";
import { FieldPalette } from "./field-palette.js";
import { Preview } from "./preview.js";
import { fieldPath } from "./shown.js";
import type { LayoutName } from "./queries.js";

interface Asked {
  readonly block: number;
  /** A field of the block; undefined for the block itself. */
  readonly index: number | undefined;
  readonly launcher: HTMLElement | null;
}

/** Edits a layout: nothing is changed for others before Save. */
export function LayoutEditor({ name, layout, fields, mayEdit }: { name: LayoutName; layout: LayoutDTO; fields: readonly FieldDefDTO[]; mayEdit: boolean }) {
  const queries = useQueryClient();
  const word = name === "wizard" ? "Step" : "Section";
  const [base, setBase] = useState(layout);
  const [blocks, setBlocks] = useState<Blocks>(layout.content);
  const [target, setTarget] = useState(0);
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState<Asked>();
  const [preview, setPreview] = useState<HTMLElement | null>();
  const dragged = useRef<Place | string | undefined>(undefined);
  const label = (path: string) => fields.find((field) => fieldPath(field) === path)?.text ?? path;
  const changes = differences(base.content, blocks, label);
  const dirty = changes.length > 0;
  const theirs = layout.vers !== base.vers;

  useEffect(() => {
    // Somebody else saved: without changes of one's own the page follows.
    if (!theirs || dirty) return;
    setBase(layout);
    setBlocks(layout.content);
  }, [theirs, dirty, layout]);
  useEffect(() => {
    if (!dirty) return undefined;
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", stay);
    return () => removeEventListener("beforeunload", stay);
  }, [dirty]);

  const labels = blocks.map((block) => block.step_label ?? "");
  const place = Math.min(target, blocks.length - 1);
  const tell = (next: Blocks, words: string) => {
    setBlocks(next);
    setSaid(words);
  };
  const move = (from: Place, to: Place) => {
    const next = moveField(blocks, from, to);
    const path = blocks[from.block]?.fields[from.index]?.content ?? "";
    const where = next[to.block]?.fields.findIndex((item) => item.content === path) ?? -1;
    tell(next, `${label(path)}, position ${where + 1} of ${next[to.block]?.fields.length ?? 0} in ${labels[to.block] ?? ""}`);
  };
  const add = (path: string, block: number, index?: number) => {
    const added = addField(blocks, block, path);
    const last = (added[block]?.fields.length ?? 1) - 1;
    tell(index === undefined ? added : moveField(added, { block, index: last }, { block, index }), `${label(path)} added to ${labels[block] ?? ""}`);
  };
  const drop = (block: number, index: number) => {
    const what = dragged.current;
    dragged.current = undefined;
    if (typeof what === "string") add(what, block, index);
    else if (what !== undefined) move(what, { block, index: what.block === block && what.index < index ? index - 1 : index });
  };
  const save = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const saved = await put<LayoutDTO>(`/layouts/${layout.id}`, { vers: base.vers, content: blocks });
      setBase(saved);
      setBlocks(saved.content);
      queries.setQueryData(["configuration", "type", "layout", name], saved);
      const workspace = changes.find((change) => change.startsWith("Workspace added"));
      notifyDone(workspace !== undefined && name === "wizard" ? "Saved. New incidents ask for Workspace." : `Saved. ${changes.join(". ")}.`);
      setSaid("");
    } catch (error) {
      setProblem(error);
      if (error instanceof HttpError && error.status === 409) void queries.invalidateQueries({ queryKey: ["configuration", "type", "layout", name] });
    }
    setBusy(false);
  };
  const take = () => {
    setBase(layout);
    setBlocks(layout.content);
    setProblem(undefined);
    setSaid("Changes discarded");
  };
  const conditionOf = ({ block, index }: Asked): LayoutConditionDTO | undefined => (index === undefined ? blocks[block]?.show_if?.[0] : blocks[block]?.fields[index]?.show_if?.[0]);
  const missing = name === "wizard" ? unplaced(blocks, fields).filter((field) => field.required === "always") : [];
  const free = unplaced(blocks, fields);

  return (
    <>
      {problem === undefined ? null : (
        <Alert color="red" role="alert" title="The layout was not saved" mb="sm">
          {problemText(problem)}
        </Alert>
      )}
      {theirs && dirty ? (
        <Alert color="yellow" role="alert" title="Somebody else has saved this layout" mb="sm">
          Theirs against the one you began with: {differences(base.content, layout.content, label).join(". ") || "nothing that shows"}.
          <Group gap="xs" mt="xs">
            <Button size="compact-sm" variant="default" onClick={take}>
              Take theirs
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => { setBase(layout); setProblem(undefined); }}>
              Keep mine
            </Button>
          </Group>
        </Alert>
      ) : null}
      {missing.map((field) => (
        <Alert key={fieldPath(field)} color="yellow" title={`${field.text} is required and stands in no step`} mb="sm">
          The wizard asks for it in its last step. <Button size="compact-sm" variant="default" onClick={() => add(fieldPath(field), place)}>Add it to {labels[place]}</Button>
        </Alert>
      ))}
      <div className="la-editor">
        <div onFocusCapture={(event) => {
          const at = [...event.currentTarget.querySelectorAll(".la-block")].findIndex((card) => card.contains(event.target));
          if (at >= 0) setTarget(at);
        }}>
          {blocks.map((block, at) => (
            <BlockCard
              key={`${at} ${block.step_label ?? ""}`}
              block={block}
              at={at}
              labels={labels}
              fields={fields}
              isNew={(path) => !base.content.some((old) => old.fields.some((item) => item.content === path))}
              onMoveBlock={(by) => tell(moveBlock(blocks, at, by), `${labels[at] ?? ""}, position ${at + by + 1} of ${blocks.length}`)}
              onRemoveBlock={() => tell(removeBlock(blocks, at), `${labels[at] ?? ""} taken out`)}
              onSettings={(launcher) => setAsked({ block: at, index: undefined, launcher })}
              onMoveField={(index, to, position) => move({ block: at, index }, { block: to, index: position })}
              onRemoveField={(index) => tell(removeField(blocks, { block: at, index }), `${label(block.fields[index]?.content ?? "")} taken out of ${labels[at] ?? ""}`)}
              onCondition={(index, launcher) => setAsked({ block: at, index, launcher })}
              onDrag={(index) => { dragged.current = index === undefined ? undefined : { block: at, index }; }}
              onDrop={(index) => drop(at, index)}
            />
          ))}
          <Button variant="default" onClick={() => { tell(addBlock(blocks, word), `${word} added`); setTarget(blocks.length); }}>
            Add {word}
          </Button>
        </div>
        <FieldPalette fields={free} block={labels[place] ?? ""} onAdd={(path) => add(path, place)} onDrag={(path) => { dragged.current = path; }} />
      </div>
      <div className="la-save">
        <span role="status">{dirty ? `Unsaved: ${changes.join(". ")}.` : said}</span>
        <VisuallyHidden role="status">{dirty ? said : ""}</VisuallyHidden>
        <Button variant="default" onClick={(event) => setPreview(event.currentTarget)}>
          Preview
        </Button>
        <Button variant="default" onClick={take} {...(dirty ? {} : { "data-disabled": true })} aria-disabled={!dirty}>
          Discard
        </Button>
        <Button loading={busy} onClick={() => (dirty && mayEdit ? void save() : undefined)} {...(dirty && mayEdit ? {} : { "data-disabled": true })} aria-disabled={!dirty || !mayEdit} {...(mayEdit ? {} : { title: "Saving needs the permission function.edit" })}>
          Save
        </Button>
      </div>
      {preview === undefined ? null : <Preview title={base.name} blocks={blocks} fields={fields} launcher={preview} onClose={() => setPreview(undefined)} />}
      {asked === undefined ? null : (
        <ConditionDialog
          name={asked.index === undefined ? (labels[asked.block] ?? "") : label(blocks[asked.block]?.fields[asked.index]?.content ?? "")}
          rename={asked.index === undefined}
          condition={conditionOf(asked)}
          fields={fields}
          launcher={asked.launcher}
          onClose={() => setAsked(undefined)}
          onSave={(step_label, show_if) => {
            setBlocks(asked.index === undefined ? changeBlock(blocks, asked.block, { step_label, show_if }) : changeField(blocks, { block: asked.block, index: asked.index }, show_if));
            setAsked(undefined);
          }}
        />
      )}
    </>
  );
}
