import { Badge, createTheme, type CSSVariablesResolver, Drawer, Menu, Modal, Notification, PasswordInput, Portal, Select, Tabs, Tooltip } from "@mantine/core";

const quick = { transitionProps: { duration: 0 } };

/** Colours, sizes and defaults of both consoles; every pair of colours passes WCAG AA in both schemes (console.md §4, §5.2). */
export const theme = createTheme({
  primaryColor: "blue",
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: "sm",
  respectReducedMotion: true,
  fontFamily: '"IBM Plex Sans", system-ui, sans-serif',
  fontFamilyMonospace: '"IBM Plex Mono", ui-monospace, monospace',
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  headings: { fontFamily: '"IBM Plex Sans", system-ui, sans-serif', fontWeight: "600", sizes: { h1: { fontSize: "1.375rem" }, h2: { fontSize: "1.125rem" }, h3: { fontSize: "0.9375rem" } } },
  components: {
    Badge: Badge.extend({ defaultProps: { tt: "none", radius: "sm", variant: "light" } }),
    Drawer: Drawer.extend({ defaultProps: { ...quick, closeButtonProps: { "aria-label": "Close" } } }),
    Menu: Menu.extend({ defaultProps: { ...quick, withInitialFocusPlaceholder: false, shadow: "md" } }),
    Modal: Modal.extend({ defaultProps: { ...quick, closeButtonProps: { "aria-label": "Close" } } }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { "aria-label": "Dismiss" } } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { visibilityToggleButtonProps: { "aria-label": "Show the password" } } }),
    Portal: Portal.extend({ defaultProps: { target: "#overlays" } }),
    Select: Select.extend({ defaultProps: { comboboxProps: { transitionProps: { duration: 0 } } } }),
    Tabs: Tabs.extend({ defaultProps: { keepMounted: false } }),
    Tooltip: Tooltip.extend({ defaultProps: { events: { hover: true, focus: true, touch: true }, transitionProps: { duration: 0 }, openDelay: 200 } }),
  },
});

/** Our status colours and surfaces beside Mantine's (console.md §4.1); TLP is the only other place with colours of its own. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--sk-error": "#c92a2a", "--sk-warn": "#a13d00", "--sk-info": "#1864ab", "--sk-ok": "#2b6a30", "--sk-unknown": "#7048a8",
    "--sk-error-soft": "#fff0f0", "--sk-raised": "#f1f3f5", "--sk-hover": "#f1f3f5", "--sk-selected": "#e8f2fc", "--sk-line": "#ced4da",
    "--sk-code-keyword": "#7048a8", "--sk-code-string": "#2b6a30", "--sk-code-number": "#a13d00", "--sk-code-comment": "#495057", "--sk-code-name": "#1864ab",
    "--mantine-color-dimmed": "#495057", "--mantine-color-error": "#c92a2a", "--mantine-color-anchor": "var(--mantine-color-blue-9)", "--mantine-color-placeholder": "#5c636a",
  },
  dark: {
    "--sk-error": "#ff8787", "--sk-warn": "#ffa94d", "--sk-info": "#74c0fc", "--sk-ok": "#8ce99a", "--sk-unknown": "#d0bfff",
    "--sk-error-soft": "#4a2326", "--sk-raised": "#2e2e2e", "--sk-hover": "#2e2e2e", "--sk-selected": "#1f3a55", "--sk-line": "#495057",
    "--sk-code-keyword": "#d0bfff", "--sk-code-string": "#8ce99a", "--sk-code-number": "#ffa94d", "--sk-code-comment": "#adb5bd", "--sk-code-name": "#74c0fc",
    "--mantine-color-dimmed": "#adb5bd", "--mantine-color-error": "#ff8787", "--mantine-color-anchor": "var(--mantine-color-blue-3)", "--mantine-color-placeholder": "#a6adb4",
  },
});
