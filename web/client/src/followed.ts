import type { WatchChangesSubscription } from "./generated/graphql.js";

export type Batch = WatchChangesSubscription["changes"];
type Change = Batch["changes"][number];

/** What a front end remembers of the changes that it follows. */
export class Followed {
  /** Where to go on. Kept with what is shown, it is good for seven days and on every server. */
  after: string | null = null;
  /** Keys of the own changes: what they did is on the screen already. */
  readonly own = new Set<string>();
  /** `after` is looked up at each connection, which goes on where the last one ended. */
  readonly variables = Object.defineProperty({}, "after", {
    enumerable: true,
    get: () => this.after,
  });
  private told: string[] = [];

  /** The batch's changes that are news: told at least once, each is shown once, and no echo. */
  news(batch: Batch): Change[] {
    const news = batch.changes.filter((change) => !this.isKnown(change));
    this.after = batch.cursor;
    // Only what was under way when a connection broke is told again: some batches of at most 200.
    this.told = [...this.told, ...batch.changes.map((change) => change.cursor)].slice(-1000);
    return news;
  }

  private isKnown({ cursor, idempotencyKey }: Change): boolean {
    return this.told.includes(cursor) || (idempotencyKey !== null && this.own.has(idempotencyKey));
  }
}
