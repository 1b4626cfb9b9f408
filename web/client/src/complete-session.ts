/** Over HTTP, a question and a change: complete a session, by the id of an attendance. */
import { randomUUID } from "node:crypto";
import { ask, perform } from "./ask.js";
import { show } from "./completed.js";
import { AttendanceCompleteDocument, ViewerDocument } from "./generated/graphql.js";

const [attendanceId = ""] = process.argv.slice(2);
const { viewer } = await ask(ViewerDocument, {});
console.log("Signed in to", viewer.organization.name);

const input = { attendanceId, idempotencyKey: randomUUID() };
const { attendanceComplete } = await perform(AttendanceCompleteDocument, input);
if (attendanceComplete) show(attendanceComplete);
