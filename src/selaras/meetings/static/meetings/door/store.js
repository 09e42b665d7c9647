// What this device keeps: arrivals that wait for a network, and the list of the invited.
const OLD = 7 * 86_400_000; // ms after which a list of another meeting goes
let opened = null;

function database() {
  opened ||= new Promise((resolve, reject) => {
    const request = indexedDB.open("selaras-pintu", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("queue", { keyPath: "id", autoIncrement: true });
      request.result.createObjectStore("lists", { keyPath: "key" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function run(name, mode, work) {
  const transaction = (await database()).transaction(name, mode);
  return new Promise((resolve, reject) => {
    const request = work(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const works = () => database().then(() => true, () => false);
export const add = (entry) => run("queue", "readwrite", (store) => store.add(entry));
export const put = (entry) => run("queue", "readwrite", (store) => store.put(entry));
export const remove = (id) => run("queue", "readwrite", (store) => store.delete(id));
export const waiting = (key) => run("queue", "readonly", (store) => store.getAll())
  .then((entries) => entries.filter((entry) => entry.key === key));

export const getList = (key) => run("lists", "readonly", (store) => store.get(key));
export const putList = (key, guests) => run("lists", "readwrite", (store) => {
  store.openCursor().onsuccess = ({ target }) => {
    if (!target.result) return;
    if (target.result.value.at < Date.now() - OLD) target.result.delete();
    target.result.continue();
  };
  return store.put({ key, guests, at: Date.now() });
});
export const dropList = (key) => run("lists", "readwrite", (store) => store.delete(key));
