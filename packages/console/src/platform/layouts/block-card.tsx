import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import type { FieldDefDTO, LayoutItemDTO } from "@soarkit/protocol";
import { IconArrowDown, IconArrowUp, IconDots, IconSettings, IconTrash, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Visible } from "../../parts/visible.js";
import { fieldPath } from "./shown.js";

/** What can be done in a block. */
export interface BlockActions {
  onMoveBlock: (by: -1 | 1) => void;
  onRemoveBlock: () => void;
  onSettings: (launcher: HTMLElement) => void;
  /** @param block the block to move to, by its place. */
  onMoveField: (index: number, block: number, to: number) => void;
  onRemoveField: (index: number) => void;
  onCondition: (index: number, launcher: HTMLElement) => void;
  onDrag: (index: number | undefined) => void;
  /** Something that is dragged was let go here. */
  onDrop: (index: number) => void;
}

/** One block of a layout with its fields; everything that dragging does, buttons do too. */
export function BlockCard({ block, at, labels, fields, isNew, ...actions }: { block: LayoutItemDTO; at: number; labels: readonly string[]; fields: readonly FieldDefDTO[]; isNew: (path: string) => boolean } & BlockActions) {
  const name = block.step_label ?? "";
  const drop = (index: number) => ({
    onDragOver: (event: React.DragEvent) => event.preventDefault(),
    onDrop: (event: React.DragEvent) => {
      event.preventDefault();
      event.stopPropagation();
      actions.onDrop(index);
    },
  });
  return (
    <section className="la-block" aria-labelledby={`la-block-${at}`} {...drop(block.fields.length)}>
      <div className="la-block-head">
        <h2 id={`la-block-${at}`}>
          {at + 1} <Visible text={name} />
          {block.show_if === null ? null : <span className="sk-dimmed"> · shown by condition</span>}
        </h2>
        <Act label={`Name and condition of ${name}`} onClick={actions.onSettings} icon={<IconSettings size={16} />} />
        <Act label={`Move ${name} up`} disabled={at === 0} onClick={() => actions.onMoveBlock(-1)} icon={<IconArrowUp size={16} />} />
        <Act label={`Move ${name} down`} disabled={at === labels.length - 1} onClick={() => actions.onMoveBlock(1)} icon={<IconArrowDown size={16} />} />
        <Act label={`Take out ${name}`} disabled={labels.length === 1} onClick={actions.onRemoveBlock} icon={<IconTrash size={16} />} />
      </div>
      {block.fields.length === 0 ? <p className="la-empty sk-dimmed">No fields yet. Add one from the list, or drag it here.</p> : null}
      <ul aria-label={`Fields of ${name}`}>
        {block.fields.map((item, index) => {
          const field = fields.find((candidate) => fieldPath(candidate) === item.content);
          const text = field?.text ?? item.content ?? "";
          return (
            <li key={item.content} draggable data-field-path={item.content} data-new={isNew(item.content ?? "") || undefined} onDragStart={(event) => { event.dataTransfer.setData("text/plain", text); actions.onDrag(index); }} onDragEnd={() => actions.onDrag(undefined)} {...drop(index)}>
              <span>
                {text}
                {field?.required === "always" ? " *" : ""}
                {item.show_if === null ? "" : " · shown by condition"}
              </span>
              <Act label={`Move ${text} up`} disabled={index === 0} onClick={() => actions.onMoveField(index, at, index - 1)} icon={<IconArrowUp size={16} />} />
              <Act label={`Move ${text} down`} disabled={index === block.fields.length - 1} onClick={() => actions.onMoveField(index, at, index + 1)} icon={<IconArrowDown size={16} />} />
              <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
                <Menu.Target>
                  <ActionIcon variant="subtle" color="gray" aria-label={`More for ${text}`}>
                    <IconDots size={16} aria-hidden="true" />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={(event) => actions.onCondition(index, event.currentTarget)}>When it is shown…</Menu.Item>
                  {labels.map((label, to) => (to === at ? null : <Menu.Item key={`${to} ${label}`} onClick={() => actions.onMoveField(index, to, Number.MAX_SAFE_INTEGER)}>Move to {label}</Menu.Item>))}
                </Menu.Dropdown>
              </Menu>
              <Act label={`Take ${text} out`} onClick={() => actions.onRemoveField(index)} icon={<IconX size={16} />} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Act({ label, icon, disabled = false, onClick }: { label: string; icon: ReactNode; disabled?: boolean; onClick: (launcher: HTMLElement) => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} {...(disabled ? { "data-disabled": true } : {})} aria-disabled={disabled} onClick={(event) => (disabled ? undefined : onClick(event.currentTarget))}>
        <span aria-hidden="true">{icon}</span>
      </ActionIcon>
    </Tooltip>
  );
}
