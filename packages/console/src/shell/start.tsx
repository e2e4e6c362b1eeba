import "./trusted-types.js";
import { styleNonce } from "./nonce.js";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "../theme/theme.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { HttpError } from "../api/rest.js";
import { theme } from "../theme/theme.js";

const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, refetchOnWindowFocus: false, retry: (count, error) => count < 2 && !(error instanceof HttpError && error.status < 500) },
  },
});


/** Puts a console into the page, with everything that both consoles share. */
export function start(pages: ReactNode): void {
  const root = document.getElementById("root");
  if (root === null) throw new Error("the page has no #root");
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => styleNonce}>
        <QueryClientProvider client={queries}>
          <BrowserRouter>{pages}</BrowserRouter>
          <Notifications position="bottom-right" />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
