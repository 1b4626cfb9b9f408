import type { AttendanceCompleteMutation } from "./generated/graphql.js";

export type Completed = NonNullable<AttendanceCompleteMutation["attendanceComplete"]>;

/** A refused change has changed nothing and says why in `errors`. */
export function show({ attendance, cycle, errors }: Completed): void {
  for (const error of errors) console.log("Refused:", wordsOf(error));
  if (attendance) console.log(`${attendance.status}, ${cycle?.remaining ?? "no"} sessions left`);
}

/** Each kind of error has a message; some have what a screen needs to show the way out. */
function wordsOf(error: Completed["errors"][number]): string {
  switch (error.__typename) {
    case "CycleExhaustedError":
      return `${error.message} (${error.waysOut.join(", ")})`;
    case "StaleVersionError":
      return `${error.message} (version ${error.current})`;
    default:
      return `${error.message} (${error.code})`;
  }
}
