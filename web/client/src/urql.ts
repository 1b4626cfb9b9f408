import { Client, fetchExchange, type OperationResult, subscriptionExchange } from "@urql/core";
import { authorization, MOST_TRIES, pause, url } from "./place.js";
import { socket } from "./socket.js";

/** Questions and changes over HTTP, subscriptions over the one socket. */
export const client = new Client({
  url,
  fetchOptions: { headers: { authorization } },
  // In a GET the names that are searched for would stand in the log of every proxy.
  preferGetMethod: false,
  exchanges: [
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: ({ query = "", variables }) => ({
        subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink) }),
      }),
    }),
  ],
});

/** What was answered; throws the network's error as it came, and what the server has against it. */
export function dataOf<Data>({ data, error }: OperationResult<Data>): Data {
  if (!data) throw error?.networkError ?? error ?? new Error("Nothing was answered.");
  return data;
}

/**
 * Send a change until it is answered. Its key is drawn when the user decides, and not when it is
 * sent: the server makes the change of a key once, and for a day answers alike.
 */
export async function insist<Data>(
  send: () => Promise<OperationResult<Data>>,
): Promise<OperationResult<Data>> {
  for (let tries = 0; ; tries++) {
    const result = await send();
    if (!result.error?.networkError || tries === MOST_TRIES) return result;
    console.log("No answer: sent again.");
    await pause(tries);
  }
}
