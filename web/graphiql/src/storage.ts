import type { GraphiQLProps } from "graphiql";

export type Storage = NonNullable<GraphiQLProps["storage"]>;

/** What the page remembers of one practice: tabs with the ids of another would be refused. */
export function storageOf(practice: string): Storage {
  const prefix = `caseload:${practice}:`;
  const kept = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  return {
    getItem: (key) => localStorage.getItem(prefix + key),
    setItem: (key, value) => localStorage.setItem(prefix + key, value),
    removeItem: (key) => localStorage.removeItem(prefix + key),
    clear: () => {
      for (const key of kept()) localStorage.removeItem(key);
    },
    get length() {
      return kept().length;
    },
  };
}

export function isFirstVisit(storage: Storage): boolean {
  return storage.getItem("graphiql:tabState") === null;
}
