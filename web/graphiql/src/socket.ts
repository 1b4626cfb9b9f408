import { type Client, createClient, type Sink } from "graphql-ws";
import * as addresses from "./addresses";

/**
 * A socket for one subscription. Once it was open it comes back for as long as the window is there:
 * whoever asks again is told the present state, so nothing is lost meanwhile.
 */
export function socketWith(headers: Record<string, string>): Client {
  let wasOpen = false;
  const client = createClient({
    url: addresses.socket,
    connectionParams: headers,
    on: { connected: () => (wasOpen = true) },
    shouldRetry: () => wasOpen,
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: () => new Promise((resolve) => setTimeout(resolve, 500 + 1500 * Math.random())),
  });
  return { ...client, subscribe: (asked, sink) => client.subscribe(asked, inWords(sink)) };
}

const SIGNED_OUT = 4401;

function wordsFor(end: Event): string {
  if (!(end instanceof CloseEvent)) return `${addresses.socket} cannot be reached.`;
  // The people to choose from are those that this page was loaded with.
  const then = end.code === SIGNED_OUT ? " Load this page anew, or sign in as somebody else." : "";
  return `${end.reason} (${end.code}).${then}`;
}

/** A browser says of a socket that did not open only that it did not. */
function inWords<T extends Sink<never>>(sink: T): T {
  const error = (wrong: unknown) => {
    sink.error(wrong instanceof Event ? new Error(wordsFor(wrong)) : wrong);
  };
  return { ...sink, error };
}
