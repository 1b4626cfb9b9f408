import { createGraphiQLFetcher, type Fetcher } from "@graphiql/toolkit";
import { type DocumentNode, Kind, parse } from "graphql";
import * as addresses from "./addresses";
import { socketWith } from "./socket";

/**
 * Asks as whom the token names, over HTTP, and for subscriptions over graphql-transport-ws. What
 * the headers editor says goes along with both and counts more.
 */
export function fetcherFor(token: string): Fetcher {
  const signedIn: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  return (asked, options) => {
    const headers = { ...signedIn, ...lowered(options?.headers) };
    const send = createGraphiQLFetcher({
      url: addresses.api,
      headers,
      wsClient: socketWith(headers),
      enableIncrementalDelivery: false,
    });
    const documentAST = read(asked.query);
    return documentAST
      ? send({ ...asked, operationName: meant(documentAST, asked.operationName) }, { documentAST })
      : send(asked);
  };
}

/** Which operation is meant: GraphiQL learns of another document's 100 ms after it is there. */
function meant(document: DocumentNode, chosen: string | null | undefined): string | null {
  const [first, ...more] = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  return (more.length > 0 ? chosen : first?.name?.value) ?? null;
}

/** Undefined for what is no GraphQL: the server says what is wrong with it. */
function read(query: string): DocumentNode | undefined {
  try {
    return parse(query);
  } catch {
    return undefined;
  }
}

/** By one spelling, or ours and the editor's would both be sent. */
function lowered(headers: object = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, is]) => [name.toLowerCase(), is]));
}
