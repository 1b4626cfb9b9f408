/** With graphql-ws, keep a question open: the list as it is, and again whenever it changed. */
import { WatchTodosDocument, type WatchTodosSubscription } from "./generated/graphql.js";
import { live, reasonOf } from "./socket.js";

try {
  for await (const { data, errors } of live(WatchTodosDocument, { mine: true, status: ["OPEN"] })) {
    if (data) show(data.todos);
    if (errors) console.log("Not answered:", errors.map((error) => error.message).join(" "));
  }
} catch (end) {
  console.log(reasonOf(end));
}

/** Each answer is the whole list: what was missed while the connection was lost is in the next. */
function show({ totalCount, nodes }: WatchTodosSubscription["todos"]): void {
  console.log(`${totalCount} open: ${nodes.map((todo) => todo.title).join(", ")}`);
}
