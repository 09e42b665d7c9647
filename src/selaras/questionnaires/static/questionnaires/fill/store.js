// What this device keeps: work that is not sent, its files, and answers that wait for a network.
let opened = null;

function database() {
  opened ||= new Promise((resolve, reject) => {
    const request = indexedDB.open("selaras-isian", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("drafts", { keyPath: "key" });
      request.result.createObjectStore("files", { keyPath: ["key", "name"] });
      request.result.createObjectStore("queue", { keyPath: "id", autoIncrement: true });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

// Runs `work` with the stores in one transaction; what its request brings back is the answer.
async function run(mode, work) {
  const names = ["drafts", "files", "queue"];
  const transaction = (await database()).transaction(names, mode);
  return new Promise((resolve, reject) => {
    const request = work(Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)])));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

const filesOf = (key) => IDBKeyRange.bound([key], [key, []]);
export const ASIDE = "#aside"; // the other version of a work that was done twice

export const getDraft = (key) => run("readonly", ({ drafts }) => drafts.get(key));
export const putDraft = (draft) => run("readwrite", ({ drafts }) => drafts.put(draft));
export const getFiles = (key) => run("readonly", ({ files }) => files.getAll(filesOf(key)));
export const putFile = (file) => run("readwrite", ({ files }) => files.put(file));

// Files lie under the work's key; the other version of it, when there is one, needs them too.
function drop({ drafts, files }, key) {
  drafts.delete(key);
  drafts.getKey(key + ASIDE).onsuccess = (event) => { if (!event.target.result) files.delete(filesOf(key)); };
}

export const dropDraft = (key) => run("readwrite", (stores) => drop(stores, key));
export const dropAside = (key) => run("readwrite", ({ drafts }) => drafts.delete(key + ASIDE));

export const putAside = (key, draft) => run("readwrite", ({ drafts }) => drafts.put({ ...draft, key: key + ASIDE }));
export const getAside = (key) => getDraft(key + ASIDE);

export const layAside = (key) => run("readwrite", ({ drafts }) => {
  drafts.get(key).onsuccess = ({ target }) => {
    if (target.result) drafts.put({ ...target.result, key: key + ASIDE });
    drafts.delete(key);
  };
});

// The work leaves the drafts and enters the queue, or comes back, in one step.
export const enqueue = (entry) => run("readwrite", (stores) => {
  drop(stores, entry.key);
  return stores.queue.add(entry);
});

export const backToDraft = (entry, suffix = "") => run("readwrite", ({ drafts, files, queue }) => {
  queue.delete(entry.id);
  const names = Object.fromEntries(entry.files.map((file) => [file.name, file.original]));
  drafts.put({ key: entry.key + suffix, xml: entry.xml, names, serial: entry.serial, tried: entry.tried, dirty: true, at: Date.now() });
  for (const file of entry.files) files.put({ ...file, key: entry.key });
});

export const waiting = (owner) => run("readonly", ({ queue }) => queue.getAll())
  .then((entries) => entries.filter((entry) => entry.owner === owner));
export const putWaiting = (entry) => run("readwrite", ({ queue }) => queue.put(entry));
export const dequeue = (id) => run("readwrite", ({ queue }) => queue.delete(id));

// The two versions of a work change places.
export async function swap(key) {
  const [here, there] = [await getDraft(key), await getAside(key)];
  await run("readwrite", ({ drafts }) => {
    if (here) drafts.put({ ...here, key: key + ASIDE });
    else drafts.delete(key + ASIDE);
    if (there) drafts.put({ ...there, key, dirty: true, serial: here?.serial ?? there.serial });
    else drafts.delete(key);
  });
}
