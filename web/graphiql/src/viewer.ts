import { useState } from "react";
import type { Guest } from "./start";

const KEY = "caseload:viewer";

/**
 * As whom the page asks: the e-mail address of a guest, or a token where there are none. Kept for
 * this window alone, so two windows can look on as two people.
 */
export function useViewer(guests: Guest[]) {
  const [viewer, setViewer] = useState(sessionStorage.getItem(KEY) ?? "");
  const guest = guests.find(({ email }) => email === viewer) ?? guests[0];
  const choose = (chosen: string) => {
    sessionStorage.setItem(KEY, chosen);
    setViewer(chosen);
  };
  return { viewer: guest?.email ?? viewer, token: guest?.token ?? viewer, choose };
}
