/** With graphql-ws, follow every change: in order, each once, and across lost connections. */
import { randomUUID } from "node:crypto";
import { ask, perform } from "./ask.js";
import { type Batch, Followed } from "./followed.js";
import { TodoCreateDocument, TodosDocument, WatchChangesDocument } from "./generated/graphql.js";
import { live, reasonOf } from "./socket.js";

const [title] = process.argv.slice(2);
const followed = new Followed();

try {
  for await (const { data, errors } of live(WatchChangesDocument, followed.variables)) {
    if (errors || !data) throw new Error(errors?.map((error) => error.message).join(" "));
    const isFirst = followed.after === null;
    await show(data.changes);
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
  const { todos } = await ask(TodosDocument, { status: ["OPEN"] });
  console.log("Read anew:", todos.nodes.map((todo) => todo.title).join(", "));
}

/** A change of our own. Its key is known before it is sent: the echo may overtake the answer. */
async function addTodo(title: string): Promise<void> {
  const idempotencyKey = randomUUID();
  followed.own.add(idempotencyKey);
  await perform(TodoCreateDocument, { title, assigneeRole: "STAFF", idempotencyKey });
  console.log("Added:", title);
}
