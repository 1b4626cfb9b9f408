/** With urql, keep a question open: the list as it is, and again whenever it changed. */
import { WatchTodosDocument, type WatchTodosSubscription } from "./generated/graphql.js";
import { reasonOf } from "./socket.js";
import { client } from "./urql.js";

client
  .subscription(WatchTodosDocument, { mine: true, status: ["OPEN"] })
  .subscribe(({ data, error }) => {
    // This comes last: after every other loss the socket has come back by itself.
    if (error?.networkError) console.log(reasonOf(error.networkError));
    // Data first, because urql repeats an error that one answer had with all that follow.
    else if (data) show(data.todos);
    else if (error) console.log("Not answered:", error.message);
  });

/** Each answer is the whole list: what was missed while the connection was lost is in the next. */
function show({ totalCount, nodes }: WatchTodosSubscription["todos"]): void {
  console.log(`${totalCount} open: ${nodes.map((todo) => todo.title).join(", ")}`);
}
