// The one place that knows the engine (docs/adr/0006-web-forms.md): mounts it, takes the work out of
// it at any moment, and adds what it lacks. It relies on the names `form`, `question` and those of
// components; the browser test fails loudly when they change.
import { createApp, h, reactive, ref, toRaw } from "vue";
import { OdkWebForm, webFormsPlugin } from "fill/engine";
import { renderer, wrongWith } from "fill/upload";
import { translateWidgets } from "fill/wording";

const XML = "xml_submission_file";

// The picture library tries workers made of text, which the content policy forbids and which then
// never answer; refused at once, it works in the page.
function refuseTextWorkers() {
  const Native = globalThis.Worker;
  globalThis.Worker = class extends Native {
    constructor(url, options) {
      if (/^(blob|data):/.test(String(url))) throw new Error("no workers made of text");
      super(url, options);
    }
  };
}

function needIds(newId) {
  crypto.randomUUID ||= newId; // missing without https, and the engine needs it
}

// `opened`: { xml, files: Map of name → Response, originals: Map of name → the person's own name }.
export function mount({ element, formXml, media, opened, texts, newId, complain, onSubmit, onFailure }) {
  refuseTextWorkers();
  needIds(newId);
  const held = { root: null, first: null };
  const originals = opened.originals;
  const refusals = reactive(new Map()); // name of a file → why the server does not keep it
  const props = {
    formXml,
    fetchFormAttachment: (resource) => fetchMedium(media, resource),
    missingResourceBehavior: "BLANK",
    trackDevice: false,
    onSubmit: async (payload, done) => { await onSubmit(await taken(payload)); done(); },
  };
  if (opened.xml) {
    props.editInstance = {
      resolveInstance: () => opened.xml,
      attachmentFileNames: [...opened.files.keys()],
      resolveAttachment: (name) => opened.files.get(name),
    };
  }
  const app = createApp({ render: () => h(OdkWebForm, props) });
  app.use(webFormsPlugin);
  translateWidgets(app, texts.widgets);
  app.config.errorHandler = onFailure;
  app.mixin(bridges(held, { kinds: texts.kinds, originals, refusals, complain }));
  element.replaceChildren();
  app.mount(element);
  return {
    originals,
    refuse: (name, text) => { refusals.set(name, text); complain(text); },
    ready: () => held.root !== null,
    first: () => held.first, // the work as it was opened, before anybody typed
    capture: () => captured(held.root),
    close: () => app.unmount(),
  };
}

const captured = async (root) => taken(await root.prepareInstancePayload({ payloadType: "monolithic" }));

// XML and files of the work as it stands, with what is still wrong in it.
async function taken(payload) {
  const [data] = payload.data;
  const xml = await data.get(XML).text();
  const files = new Map([...data.entries()].filter(([name]) => name !== XML));
  return { xml, files, violations: payload.violations || [] };
}

function fetchMedium(media, resource) {
  const name = decodeURIComponent(String(resource).split("/").pop());
  return media[name] ? fetch(media[name]) : Promise.resolve(new Response("", { status: 404 }));
}

function bridges(held, tools) {
  return {
    created() {
      const name = this.$options.__name || this.$options.name;
      if (this.form?.prepareInstancePayload && !held.root) {
        held.root = this.form;
        held.first = captured(this.form);
      }
      if (name === "OdkWebForm") likeNew(this.$.provides);
      if (name === "FormQuestion" && this.question?.nodeType === "upload") keepNames(this.question, tools);
      if (name === "UploadFileControl") this.$.render = renderer(this, tools);
      if (name === "DatePicker" && this.timeOnly) this.$.props.hourFormat = "24";
    },
  };
}

// A reopened draft is no edit of something finished: places are asked for as at first.
function likeNew(provides) {
  const mode = Object.getOwnPropertySymbols(provides).find((each) => each.description === "isFormEditMode");
  if (mode) provides[mode] = ref(false);
}

// The engine names files by the millisecond; the person's own name goes beside.
function keepNames(question, { originals, kinds, complain }) {
  const node = toRaw(question);
  if (Object.hasOwn(node, "setValue")) return; // drawn again
  const set = node.setValue.bind(node);
  node.setValue = (file) => {
    const wrong = file ? wrongWith(file, kinds) : "";
    if (wrong) return complain(wrong);
    const root = set(file);
    const named = node.currentState.value;
    if (file && named) originals.set(named.name, file.name);
    return root;
  };
}
