import { python } from "@codemirror/lang-python";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { basicSetup } from "codemirror";
import { useEffect, useRef } from "react";
import { styleNonce } from "../shell/nonce.js";
import type { CodeEditorProps } from "./code-editor.js";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword], color: "var(--sk-code-keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--sk-code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--sk-code-number)" },
  { tag: [tags.comment, tags.meta], color: "var(--sk-code-comment)" },
  { tag: [tags.function(tags.variableName), tags.definition(tags.variableName)], color: "var(--sk-code-name)" },
]);

const look = EditorView.theme({
  "&": { height: "100%", fontSize: "0.8125rem", backgroundColor: "var(--mantine-color-body)", color: "var(--mantine-color-text)" },
  ".cm-scroller": { fontFamily: "var(--mantine-font-family-monospace)" },
  ".cm-gutters": { backgroundColor: "var(--sk-raised)", color: "var(--mantine-color-dimmed)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--sk-hover)" },
  ".cm-cursor": { borderLeftColor: "var(--mantine-color-text)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--sk-selected) !important" },
  ".cm-panels": { backgroundColor: "var(--sk-raised)", color: "var(--mantine-color-text)" },
  ".cm-error-line": { backgroundColor: "var(--sk-error-soft)" },
  ".cm-tooltip": { backgroundColor: "var(--sk-raised)", color: "var(--mantine-color-text)", border: "1px solid var(--sk-line)" },
});

const markError = StateEffect.define<number | undefined>();
const errorLines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(markError)) continue;
      const line = effect.value;
      next = line === undefined || line < 1 || line > transaction.state.doc.lines ? Decoration.none : Decoration.set([Decoration.line({ class: "cm-error-line" }).range(transaction.state.doc.line(line).from)]);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The editor itself; in a chunk of its own. */
export default function CodeEditorBody({ label, value, language, onChange, onSave, errorLine }: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  const handlers = useRef({ onChange, onSave });
  handlers.current = { onChange, onSave };
  const readOnly = onChange === undefined;
  const first = useRef(value);
  first.current = value;

  useEffect(() => {
    if (place.current === null) return;
    const access = new Compartment();
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          EditorView.cspNonce.of(styleNonce),
          keymap.of([{ key: "Mod-s", preventDefault: true, run: () => (handlers.current.onSave?.(), true) }]),
          basicSetup,
          ...(language === "python" ? [python()] : []),
          syntaxHighlighting(colours),
          look,
          errorLines,
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ tabindex: "0", "aria-label": label, ...(readOnly ? { "aria-readonly": "true" } : {}) }),
          access.of([EditorState.readOnly.of(readOnly)]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) handlers.current.onChange?.(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = undefined;
    };
  }, [language, label, readOnly]);

  useEffect(() => {
    const editor = view.current;
    if (editor === undefined || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({ effects: markError.of(errorLine) });
  }, [errorLine, value]);

  return <div ref={place} className="sk-code-place" />;
}
