import { Button, FileButton, Group, Tabs, Text, Textarea } from "@mantine/core";
import { type DragEvent, useRef, useState } from "react";
import { notifyProblem } from "../../parts/notify.js";

/** What is to be read. */
export interface ImportSource {
  text: string;
  filename?: string;
}

/** Largest file that is read, bytes; the hub takes no more. */
const largestFile = 60 * 1024 * 1024;

/** Paste a text, or take a file. */
export function SourceForm({ initial, busy, onRead }: { initial: string; busy: boolean; onRead: (source: ImportSource) => void }) {
  const [text, setText] = useState(initial);
  const [over, setOver] = useState(false);
  const reset = useRef<() => void>(null);
  const readFile = async (file: File | null | undefined) => {
    if (file === null || file === undefined) return;
    try {
      if (file.size > largestFile) throw new Error(`${file.name} is larger than 60 MB. Split it and import the parts.`);
      onRead({ text: await file.text(), filename: file.name });
    } catch (error) {
      notifyProblem("The file cannot be read", error);
    }
    reset.current?.();
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void readFile(event.dataTransfer.files[0]);
  };
  return (
    <Tabs defaultValue="text">
      <Tabs.List mb="sm">
        <Tabs.Tab value="text">Text</Tabs.Tab>
        <Tabs.Tab value="file">File</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="text">
        <form
          className="hub-mono"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== "") onRead({ text });
          }}
        >
          <Textarea
            label="Text"
            description="Values one by line, a mail or report as it is, or a MISP event as JSON. Defanged values are read too."
            autosize
            minRows={8}
            maxRows={18}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && event.ctrlKey) event.currentTarget.form?.requestSubmit();
            }}
          />
          <Group mt="sm">
            <Button type="submit" loading={busy} disabled={text.trim() === ""}>
              Read
            </Button>
            <Text c="dimmed" size="sm">
              Nothing is stored before you have seen what was found.
            </Text>
          </Group>
        </form>
      </Tabs.Panel>
      <Tabs.Panel value="file">
        <div
          className="hub-drop"
          data-over={over || undefined}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <Text mb="sm">Drop a file here: a MISP event (JSON), a CSV, a list, or any text up to 60 MB.</Text>
          <FileButton onChange={(file) => void readFile(file)} resetRef={reset} accept=".json,.csv,.txt,.log,.eml,.md,text/*,application/json">
            {(props) => (
              <Button {...props} variant="default" loading={busy}>
                Choose a file
              </Button>
            )}
          </FileButton>
        </div>
      </Tabs.Panel>
    </Tabs>
  );
}
