import { visibleParts } from "./defang.js";

/** Foreign text with its invisible, bidirectional and control characters as boxed escapes, so that none misleads (console.md §1.3). */
export function Visible({ text }: { text: string }) {
  return visibleParts(text).map((part, index) =>
    part.hidden ? (
      <span key={index} className="sk-escape">
        {part.text}
      </span>
    ) : (
      part.text
    ),
  );
}
