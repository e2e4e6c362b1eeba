import { Badge, createTheme, Menu, Modal, Notification, Tooltip } from "@mantine/core";

/** Colours, sizes and defaults of both consoles; every pair of colours passes WCAG AA in both schemes. */
export const theme = createTheme({
  primaryColor: "blue",
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: "sm",
  respectReducedMotion: true,
  fontFamily: '"IBM Plex Sans", system-ui, sans-serif',
  fontFamilyMonospace: '"IBM Plex Mono", ui-monospace, monospace',
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  headings: { fontFamily: '"IBM Plex Sans", system-ui, sans-serif', fontWeight: "600", sizes: { h1: { fontSize: "1.25rem" }, h2: { fontSize: "1.0625rem" }, h3: { fontSize: "0.9375rem" } } },
  components: {
    Badge: Badge.extend({ defaultProps: { tt: "none", radius: "sm", variant: "light" } }),
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false, transitionProps: { duration: 0 }, shadow: "md" } }),
    Modal: Modal.extend({ defaultProps: { transitionProps: { duration: 0 }, closeButtonProps: { "aria-label": "Close" } } }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { "aria-label": "Dismiss" } } }),
    Tooltip: Tooltip.extend({ defaultProps: { events: { hover: true, focus: true, touch: true } } }),
  },
});
