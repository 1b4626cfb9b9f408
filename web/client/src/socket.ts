import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { type FormattedExecutionResult, print } from "graphql";
import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import { authorization, pause, url } from "./place.js";

const SIGNED_OUT = 4401;
const FORBIDDEN = 4403;

let pongIsDue: NodeJS.Timeout | undefined;

/** One socket for all subscriptions. It comes back for ever; what is open on it is asked again. */
export const socket = createClient({
  url: url.replace(/^http/, "ws"),
  // Browsers, and Node from 22 on, have a WebSocket of their own: leave this line out there.
  webSocketImpl: WebSocket,
  // A function, because each new connection signs in anew, perhaps with a newer token.
  connectionParams: () => ({ Authorization: authorization }),
  retryAttempts: Number.POSITIVE_INFINITY,
  retryWait: pause,
  // Not asked after 4400, 4401, 4406, 4409, 4429 and most codes below 2000, such as 1011: there
  // graphql-ws always ends. By itself it would give up where nobody listens, and go on after 4403
  // behind a screen that was made for other rights. What to do then is to load anew.
  shouldRetry: (lost) => closeCode(lost) !== FORBIDDEN,
  // A connection that died without a word is noticed by a ping that nobody answers.
  keepAlive: 10_000,
  on: {
    ping: (received) => {
      if (!received) pongIsDue = setTimeout(() => socket.terminate(), 5_000);
    },
    pong: (received) => received && clearTimeout(pongIsDue),
    closed: () => clearTimeout(pongIsDue),
  },
});

/** Keep a question open. The variables are read at each connection, so they may have moved on. */
export function live<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): AsyncIterable<FormattedExecutionResult<Data, unknown>> {
  return socket.iterate<Data>({ query: print(document), variables });
}

/** The words for an end that is for the user to mend; throws any other. */
export function reasonOf(end: unknown): string {
  if (closeCode(end) === SIGNED_OUT) return "Signed out (4401): sign in again.";
  if (closeCode(end) === FORBIDDEN) return "Your rights have changed (4403): load anew.";
  throw end;
}

function closeCode(lost: unknown): unknown {
  return typeof lost === "object" && lost !== null && "code" in lost ? lost.code : undefined;
}
