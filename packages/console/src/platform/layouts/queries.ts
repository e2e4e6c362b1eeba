import type { LayoutDTO } from "@soarkit/protocol";
import { useQuery } from "@tanstack/react-query";
import { get } from "../../api/platform.js";

/** Ids of the layouts that the pages are built by. */
export const layoutIds = { wizard: 1, incident: 2 } as const;
export type LayoutName = keyof typeof layoutIds;

/** A layout as it is saved for everybody. */
export function useLayout(name: LayoutName) {
  return useQuery({ queryKey: ["configuration", "type", "layout", name], queryFn: ({ signal }) => get<LayoutDTO>(`/layouts/${layoutIds[name]}`, { signal }) });
}
