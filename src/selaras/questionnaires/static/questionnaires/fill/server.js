// Asking the server: JSON comes back, and what went wrong is one word.
export class Trouble extends Error {
  // kind: offline | signed_out | refused | moved | unfit | fault
  constructor(kind, data = {}) {
    super(data.text || kind);
    this.kind = kind;
    this.data = data;
  }
}

const KINDS = { 400: "unfit", 403: "refused", 409: "moved", 413: "unfit", 422: "unfit", 502: "offline", 503: "offline", 504: "offline" };

// The token is read anew each time: it changes when the person signs in again.
function token() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || "";
}

async function request(url, { body, keepalive = false, seconds = 30 } = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), seconds * 1000);
  try {
    return await fetch(url, {
      method: body ? "POST" : "GET",
      body,
      keepalive,
      cache: "no-store",
      redirect: "manual",
      headers: body ? { "X-CSRFToken": token() } : {},
      signal: stop.signal,
    });
  } catch {
    throw new Trouble("offline");
  } finally {
    clearTimeout(timer);
  }
}

async function checked(response) {
  if (response.type === "opaqueredirect") throw new Trouble("signed_out");
  if (response.ok) return response;
  const data = await response.json().catch(() => ({}));
  throw new Trouble(KINDS[response.status] || "fault", data);
}

export async function ask(url, options = {}) {
  let response = await request(url, options);
  if (response.status === 403 && options.body && !options.keepalive) {
    await request(location.href); // an old token: the page brings a fresh one
    response = await request(url, options);
  }
  return (await checked(response)).json();
}

export async function fetchFile(url) {
  return checked(await request(url, { seconds: 300 }));
}

export function form(values) {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return data;
}

export const at = (url, name, value) => `${url}${url.includes("?") ? "&" : "?"}${name}=${encodeURIComponent(value)}`;
