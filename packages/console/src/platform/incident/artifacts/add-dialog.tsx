import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "../../../parts/dialog.js";
import type { Artifact } from "../data/types.js";
import { AddFile } from "./add-file.js";
import { AddOne } from "./add-one.js";
import { AddPasted } from "./add-pasted.js";

/** What all ways to add artifacts take. */
export interface AddProps {
  existing: readonly Artifact[];
  /** What was created; the list shows it at once. */
  onAdded: (added: readonly Artifact[]) => void;
  onClose: () => void;
}

type Way = "one" | "text" | "file";

/** Adds artifacts: one by hand, all that stand in a pasted text, or a file. */
export function AddDialog({ opened, launcher, ...props }: AddProps & { opened: boolean; launcher: HTMLElement | null }) {
  const [way, setWay] = useState<Way>("one");
  return (
    <Dialog opened={opened} onClose={props.onClose} title="Add Artifact" launcher={launcher} size="xl">
      <SegmentedControl
        mb="md"
        aria-label="How to add"
        value={way}
        onChange={(choice) => setWay(choice)}
        data={[
          { value: "one", label: "One artifact" },
          { value: "text", label: "From text" },
          { value: "file", label: "A file" },
        ]}
      />
      {way === "one" ? <AddOne {...props} onPasted={() => setWay("text")} /> : way === "text" ? <AddPasted {...props} /> : <AddFile {...props} />}
    </Dialog>
  );
}
