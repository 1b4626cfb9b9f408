import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { type FormattedExecutionResult, print } from "graphql";
import { authorization, MOST_TRIES, pause, url } from "./place.js";

/** No answer came, so that nobody here knows whether the change was made. */
class Unanswered extends Error {}

/** Ask over HTTP. Throws what the server has against the question, and Unanswered. */
export async function ask<Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const { data, errors } = await send<Data>(JSON.stringify({ query: print(document), variables }));
  if (errors || !data) throw new Error(errors?.map((error) => error.message).join(" "));
  return data;
}

/**
 * Send a change until it is answered. Its key is drawn when the user decides, and not when it is
 * sent: the server makes the change of a key once, and for a day answers alike.
 */
export async function perform<Data, Input>(
  document: TypedDocumentNode<Data, { input: Input }>,
  input: Input & { idempotencyKey: string },
): Promise<Data> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask(document, { input });
    } catch (failed) {
      if (!(failed instanceof Unanswered) || tries === MOST_TRIES) throw failed;
      console.log("No answer: sent again.");
      await pause(tries);
    }
  }
}

async function send<Data>(body: string): Promise<FormattedExecutionResult<Data>> {
  const headers = { authorization, "content-type": "application/json" };
  const signal = AbortSignal.timeout(10_000);
  try {
    const answer = await fetch(url, { method: "POST", headers, body, signal });
    return (await answer.json()) as FormattedExecutionResult<Data>;
  } catch (cause) {
    // A proxy's page that the server is away is no JSON, and no answer either.
    throw new Unanswered("The server did not answer.", { cause });
  }
}
