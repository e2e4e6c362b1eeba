import { useEffect } from "react";
import { useLocation, useNavigate } from "react-router";
import { oldLinkTarget } from "./old-link.js";

/** Sends links written for IBM's console to our pages. */
export function OldLinks() {
  const { hash } = useLocation();
  const navigate = useNavigate();
  useEffect(() => {
    const target = oldLinkTarget(hash);
    if (target !== undefined) void navigate(target, { replace: true });
  }, [hash, navigate]);
  return null;
}
