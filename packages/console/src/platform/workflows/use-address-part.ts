import { useSearchParams } from "react-router";

/** Something that the address remembers: `?step=ServiceTask_1`. */
export function useAddressPart(name: string): [string | undefined, (value: string | undefined) => void] {
  const [address, setAddress] = useSearchParams();
  const change = (value: string | undefined) =>
    setAddress(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === undefined) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return [address.get(name) ?? undefined, change];
}
