import { useEffect, useRef, useState } from "react";

const pause = 2000;

/** Reads the newest text to screen readers, at most every two seconds. What was there at first is not read. */
export function Announcer({ text }: { text: string }) {
  const [said, setSaid] = useState("");
  const first = useRef(text);
  const last = useRef(0);
  useEffect(() => {
    if (text === first.current) return;
    const timer = setTimeout(
      () => {
        last.current = Date.now();
        setSaid(text);
      },
      Math.max(0, last.current + pause - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <span className="sk-hidden" role="status">
      {said}
    </span>
  );
}
