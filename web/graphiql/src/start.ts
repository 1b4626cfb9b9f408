import * as addresses from "./addresses";

/** Somebody of the demo, as whom anyone may look round. */
export interface Guest {
  name: string;
  email: string;
  role: string;
  practice: string;
  token: string;
}

/** What the server hands to the page; outside the demo all of it is empty. */
export interface Start {
  guests: Guest[];
  /** The demo's practice by id: another demo has another, and other records. */
  practice: string;
  /** The demo case's open attendances, by their session's start. */
  attendances: string[];
}

export async function start(): Promise<Start> {
  const answer = await fetch(addresses.start);
  if (!answer.ok) throw new Error(`${addresses.start} answered ${answer.status}.`);
  return answer.json();
}
