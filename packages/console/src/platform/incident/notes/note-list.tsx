import { useVirtualizer } from "@tanstack/react-virtual";
import { type Ref, useCallback, useEffect, useImperativeHandle, useRef } from "react";
import type { Note } from "../data/types.js";
import { useRoom } from "../page/use-room.js";
import type { NoteActions } from "./note-actions.js";
import { NoteItem } from "./note-item.js";

/** How the tab moves the list. */
export interface NoteListHandle {
  toTop(): void;
}

/** The thread with only the notes on screen in the document; heights are measured. */
export function NoteList({ notes, actions, onAtTop, ref }: { notes: readonly Note[]; actions: NoteActions; onAtTop: (atTop: boolean) => void; ref: Ref<NoteListHandle> }) {
  const box = useRef<HTMLDivElement | null>(null);
  const [watchRoom, room] = useRoom();
  const virtual = useVirtualizer({
    count: notes.length,
    getScrollElement: () => box.current,
    estimateSize: () => 92,
    getItemKey: (index) => notes[index]?.id ?? index,
    overscan: 6,
  });
  const place = useCallback(
    (element: HTMLDivElement | null) => {
      box.current = element;
      watchRoom(element);
    },
    [watchRoom],
  );
  useImperativeHandle(ref, () => ({ toTop: () => box.current?.scrollTo({ top: 0 }) }), []);
  useEffect(() => () => onAtTop(true), [onAtTop]);
  return (
    <div
      ref={place}
      className="inc-note-box"
      style={{ maxHeight: room }}
      role="region"
      aria-label="Notes"
      tabIndex={0}
      onScroll={(event) => onAtTop(event.currentTarget.scrollTop < 40)}
    >
      <ol className="inc-note-list" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const note = notes[item.index];
          return note === undefined ? null : (
            <li key={item.key} ref={virtual.measureElement} data-index={item.index} aria-posinset={item.index + 1} aria-setsize={notes.length} style={{ transform: `translateY(${item.start}px)` }}>
              <NoteItem note={note} actions={actions} />
            </li>
          );
        })}
      </ol>
    </div>
  );
}
