// The API is where this page is, so neither a prefix nor TLS nor another port needs a setting.
const page = new URL(location.pathname, location.origin);

export const api = page.href;
export const socket = api.replace(/^http/, "ws");
export const start = new URL("graphiql/start.json", page).href;
