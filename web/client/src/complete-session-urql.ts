/** With urql, a question and a change: complete a session, by the id of an attendance. */
import { randomUUID } from "node:crypto";
import { show } from "./completed.js";
import { AttendanceCompleteDocument, ViewerDocument } from "./generated/graphql.js";
import { client, dataOf, insist } from "./urql.js";

const [attendanceId = ""] = process.argv.slice(2);
const { viewer } = dataOf(await client.query(ViewerDocument, {}));
console.log("Signed in to", viewer.organization.name);

const input = { attendanceId, idempotencyKey: randomUUID() };
const send = () => client.mutation(AttendanceCompleteDocument, { input }).toPromise();
const { attendanceComplete } = dataOf(await insist(send));
if (attendanceComplete) show(attendanceComplete);
