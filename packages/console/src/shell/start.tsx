import "./trusted-types.js";
import { styleNonce } from "./nonce.js";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "../theme/theme.css";
import "../parts/parts.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { HttpError } from "../api/rest.js";
import { cssVariables, theme } from "../theme/theme.js";

const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, refetchOnWindowFocus: false, retry: (count, error) => count < 2 && !(error instanceof HttpError && error.status !== 0 && error.status < 500) },
  },
});

/** Puts a console into the page, with everything that both consoles share. */
export function start(pages: ReactNode): void {
  const root = document.getElementById("root");
  if (root === null) throw new Error("the page has no #root");
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" getStyleNonce={() => styleNonce}>
        <QueryClientProvider client={queries}>
          <BrowserRouter>{pages}</BrowserRouter>
          <section id="overlays" aria-label="Dialogs and messages">
            <Notifications position="bottom-right" withinPortal={false} />
          </section>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
