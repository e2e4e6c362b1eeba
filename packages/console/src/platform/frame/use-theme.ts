import { useComputedColorScheme, useMantineColorScheme } from "@mantine/core";

/** The colour scheme on screen, and the other one. */
export function useTheme(): { dark: boolean; toggle: () => void } {
  const scheme = useComputedColorScheme("light");
  const { setColorScheme } = useMantineColorScheme();
  return { dark: scheme === "dark", toggle: () => setColorScheme(scheme === "dark" ? "light" : "dark") };
}
