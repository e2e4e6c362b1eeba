import { lazy, Suspense } from "react";
import { Loading } from "./states.js";

/** A script or JSON text in an editor. */
export interface CodeEditorProps {
  /** Accessible name. */
  label: string;
  value: string;
  language: "python" | "json" | "xml";
  /** Without it the text is read only. */
  onChange?: (value: string) => void;
  /** Ctrl S. */
  onSave?: () => void;
  /** CSS height, `20rem` by default. */
  height?: string;
  /** Line with an error, from 1. */
  errorLine?: number;
}

const Body = lazy(() => import("./code-editor-body.js"));

/** CodeMirror, loaded when it is first seen. Tab leaves the editor after Esc. */
export function CodeEditor(props: CodeEditorProps) {
  return (
    <div className="sk-code" style={{ height: props.height ?? "20rem" }}>
      <Suspense fallback={<Loading rows={8} />}>
        <Body {...props} />
      </Suspense>
    </div>
  );
}
