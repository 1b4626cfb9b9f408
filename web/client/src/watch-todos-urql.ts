/** With urql, keep a question open: the list as it is, and again each time that it changed. */
import { WatchTodosDocument, type WatchTodosSubscription } from "./generated/graphql.js";
import { reasonOf } from "./socket.js";
import { client } from "./urql.js";

client
  .subscription(WatchTodosDocument, { mine: true, status: ["OPEN"] })
  .subscribe(({ data, error }) => {
    // A network error comes last: the socket has come back from every loss that it may come back from.
    if (error?.networkError) console.log(reasonOf(error.networkError));
    else if (error) console.log("Not answered:", error.message);
    else if (data) show(data.todos);
  });

/** Each answer is the whole list: what was missed while the connection was lost is in the next. */
function show({ totalCount, nodes }: WatchTodosSubscription["todos"]): void {
  console.log(`${totalCount} open: ${nodes.map((todo) => todo.title).join(", ")}`);
}
