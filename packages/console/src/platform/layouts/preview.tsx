import type { FieldDefDTO } from "@soarkit/protocol";
import { Dialog } from "../../parts/dialog.js";
import { Field } from "../../parts/field.js";
import { defaultValue } from "../../parts/field-values.js";
import type { Blocks } from "./draft.js";
import { fieldPath } from "./shown.js";

/** The layout as forms show it; nothing can be entered. */
export function Preview({ title, blocks, fields, launcher, onClose }: { title: string; blocks: Blocks; fields: readonly FieldDefDTO[]; launcher: HTMLElement | null; onClose: () => void }) {
  return (
    <Dialog opened onClose={onClose} title={`Preview: ${title}`} size="xl" launcher={launcher}>
      <div className="la-preview">
        {blocks.map((block, at) => (
          <section key={`${at} ${block.step_label ?? ""}`} aria-label={block.step_label ?? ""}>
            <h2>{block.step_label}</h2>
            {block.fields.map((item) => {
              const field = fields.find((candidate) => fieldPath(candidate) === item.content);
              return field === undefined ? null : <Field key={item.content} definition={field} value={defaultValue(field)} onChange={() => undefined} disabled />;
            })}
          </section>
        ))}
      </div>
    </Dialog>
  );
}
