import { Checkbox, Stack } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { post } from "../../api/platform.js";
import { Visible } from "../../parts/visible.js";

/** A value of the description that can become an artifact. */
export interface FoundArtifact {
  readonly type: string;
  readonly value: string;
}

/** What is found in the description after a pause in typing; nothing for a short text. */
export function useFoundArtifacts(text: string): readonly FoundArtifact[] {
  const [still] = useDebouncedValue(text, 500);
  const query = useQuery({
    queryKey: ["extract", still],
    queryFn: async ({ signal }) => (await post<{ entities: FoundArtifact[] }>("/console/extract", { text: still }, { signal })).entities.slice(0, 100),
    enabled: still.trim().length > 3,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return still.trim().length > 3 ? (query.data ?? []) : [];
}

/** Lets one leave out some of what was found. @param left keys of what is left out. */
export function FoundArtifacts({ found, left, onChange }: { found: readonly FoundArtifact[]; left: ReadonlySet<string>; onChange: (left: ReadonlySet<string>) => void }) {
  if (found.length === 0) return null;
  return (
    <fieldset className="sk-found">
      <legend>Artifacts found in the description</legend>
      <Stack gap={4}>
        {found.map((artifact) => {
          const key = artifactKey(artifact);
          return (
            <Checkbox
              key={key}
              checked={!left.has(key)}
              label={<>{artifact.type}: <code><Visible text={artifact.value} /></code></>}
              onChange={(event) => {
                const next = new Set(left);
                if (event.currentTarget.checked) next.delete(key);
                else next.add(key);
                onChange(next);
              }}
            />
          );
        })}
      </Stack>
    </fieldset>
  );
}

/** What tells found artifacts apart. */
export function artifactKey({ type, value }: FoundArtifact): string {
  return `${type} ${value}`;
}
