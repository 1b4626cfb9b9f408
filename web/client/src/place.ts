import { setTimeout } from "node:timers/promises";

/** Where the API is, and who asks. */
export const url = process.env.CASELOAD_URL ?? "http://127.0.0.1:8000/graphql";
export const authorization = `Bearer ${process.env.TOKEN ?? ""}`;

/** How often a change is sent at most, within a quarter of an hour. */
export const MOST_TRIES = 20;

/**
 * The wait before a try: of a length drawn by lot, because after a deploy everybody comes back at
 * once, up to 1 s before the first and up to 30 s from the sixth on.
 */
export function pause(triesBefore: number): Promise<void> {
  return setTimeout(Math.random() * Math.min(30_000, 1000 * 2 ** triesBefore));
}
