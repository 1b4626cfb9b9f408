import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./page.css";
import { createRoot } from "react-dom/client";
import { Page } from "./Page";
import { start } from "./start";

const page = document.getElementById("page");
if (!page) throw new Error("graphiql.html has no #page.");

start().then(
  (begun) => createRoot(page).render(<Page {...begun} />),
  (wrong: Error) => {
    page.textContent = `GraphiQL could not begin: ${wrong.message} Reload to try again.`;
  },
);
