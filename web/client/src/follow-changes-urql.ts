/** With urql, follow every change: in order, each once, and across lost connections. */
import { randomUUID } from "node:crypto";
import { toAsyncIterable } from "wonka";
import { type Batch, Followed } from "./followed.js";
import { TodoCreateDocument, TodosDocument, WatchChangesDocument } from "./generated/graphql.js";
import { reasonOf } from "./socket.js";
import { client, dataOf, insist } from "./urql.js";

const [title] = process.argv.slice(2);
const followed = new Followed();

// One batch after the other, as a callback that awaits would not have them.
const batches = toAsyncIterable(client.subscription(WatchChangesDocument, followed.variables));
try {
  for await (const result of batches) {
    const isFirst = followed.after === null;
    await show(dataOf(result).changes);
    if (isFirst && title) await addTodo(title);
  }
} catch (end) {
  console.log(reasonOf(end));
}

async function show(batch: Batch): Promise<void> {
  const news = followed.news(batch);
  if (batch.continuity === "RESYNC_REQUIRED") await readAnew();
  for (const { kind, recordId } of news) console.log(kind, recordId);
}

/** What happened meanwhile, nobody knows any more; after this the changes go on. */
async function readAnew(): Promise<void> {
  const { todos } = dataOf(await client.query(TodosDocument, { status: ["OPEN"] }));
  console.log("Read anew:", todos.nodes.map((todo) => todo.title).join(", "));
}

/** A change of our own. Its key is known before it is sent: the echo may overtake the answer. */
async function addTodo(title: string): Promise<void> {
  const input = { title, assigneeRole: "STAFF", idempotencyKey: randomUUID() } as const;
  followed.own.add(input.idempotencyKey);
  dataOf(await insist(() => client.mutation(TodoCreateDocument, { input }).toPromise()));
  console.log("Added:", title);
}
