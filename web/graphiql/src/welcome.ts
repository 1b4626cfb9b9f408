import complete from "../../../graphql/operations/AttendanceComplete.graphql?raw";
import nested from "../../../graphql/operations/ClientsWithCases.graphql?raw";
import calendar from "../../../graphql/operations/WatchCalendar.graphql?raw";
import changes from "../../../graphql/operations/WatchChanges.graphql?raw";
import todos from "../../../graphql/operations/WatchTodos.graphql?raw";

interface Tab {
  query: string;
  variables: string;
}

const NESTED = `
# Clients with their cases, cycles and sessions:
# one question, one SQL statement.
# Ctrl-Enter asks. Write "subscription" for "query",
# and the answer stays up to date.
`;
const COMPLETE = `
# A completed session draws on its cycle. At 80 %
# and 90 % somebody gets a todo; beyond the last
# authorized session it is refused. Keep WatchTodos
# open in a second window to see it there.
`;
const TODOS = `
# Open todos, sent again whenever they change.
# Complete a session in a second window,
# and the new todo appears here by itself.
`;
const CALENDAR = `
# A week of the calendar, sent again whenever
# somebody books, moves or cancels in it.
`;
const CHANGES = `
# Every change that you may see, in order and at
# least once. Keep the last cursor, and after a
# break go on from it with "after".
`;

/** The documents that front ends send and tests run, a tab each. */
export function welcomeTabs(attendances: string[]): [Tab, ...Tab[]] {
  const search = attendances.length > 0 ? { filter: { search: "jose" } } : {};
  return [
    tab(NESTED, nested, json({ ...search, first: 3 })),
    tab(COMPLETE, complete, completing(attendances)),
    tab(TODOS, todos, json({ status: ["OPEN"], first: 5 })),
    tab(CALENDAR, calendar, json(week())),
    tab(CHANGES, changes, json({})),
  ];
}

function tab(notes: string, document: string, variables: string): Tab {
  return { query: notes.trimStart() + document, variables };
}

function json(variables: object): string {
  return JSON.stringify(variables, null, 2);
}

/** The editor of variables takes comments: the ids to go on with stand below the first. */
function completing([next, ...later]: string[]): string {
  const id = next ?? "an id of { attendances(filter: {status: [OPEN]}) { nodes { id } } }";
  const then = later.map((id) => `    // then "${id}"`);
  return ["{", '  "input": {', `    "attendanceId": "${id}"`, ...then, "  }", "}"].join("\n");
}

function week(): { from: string; until: string } {
  const from = new Date();
  from.setHours(0, 0, 0, 0);
  const until = new Date(from);
  until.setDate(from.getDate() + 7);
  return { from: from.toISOString(), until: until.toISOString() };
}
