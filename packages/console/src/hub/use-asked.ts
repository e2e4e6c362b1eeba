import { useCallback, useState } from "react";

/** What a dialog is about. It stays known while the dialog closes, so that its words and its launcher are still there. */
export interface AskedState<T> {
  about: T | undefined;
  opened: boolean;
  ask: (about: T) => void;
  close: () => void;
}

/** The state of a dialog that is opened for different things. */
export function useAsked<T>(): AskedState<T> {
  const [state, setState] = useState<{ about: T | undefined; opened: boolean }>({ about: undefined, opened: false });
  const ask = useCallback((about: T) => setState({ about, opened: true }), []);
  const close = useCallback(() => setState((now) => ({ ...now, opened: false })), []);
  return { ...state, ask, close };
}
