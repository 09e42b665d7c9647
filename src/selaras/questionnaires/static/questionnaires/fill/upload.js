// The control for files that are no pictures, which the engine lacks: any kind the server takes.
import { h, ref } from "vue";
import { QUESTION_HAS_ERROR } from "fill/engine";
import { say } from "fill/panel";

// What is wrong with a file before it is sent anywhere; empty when it is fine.
export function wrongWith(file, kinds) {
  const name = file.name.toLowerCase();
  const kind = kinds.find((each) => each.endings.some((ending) => name.endsWith(ending)));
  if (!kind) return say("file_kind", { name: file.name });
  const limit = Math.floor(kind.limit / 1e6);
  return file.size > kind.limit ? say("file_large", { name: file.name, limit }) : "";
}

// Kinds that fit the question's own wish (application/pdf, audio/*), or all.
function fitting(kinds, wish) {
  const types = (wish || "").split(",").map((type) => type.trim()).filter((type) => type && type !== "*/*" && type !== "application/*");
  const fits = (kind) => types.some((type) => (type.endsWith("/*") ? kind.type.startsWith(type.slice(0, -1)) : kind.type === type));
  const found = kinds.filter(fits);
  return found.length ? found : kinds;
}

// The render function of the engine's placeholder component, replaced.
export function renderer(component, { kinds, originals, refusals }) {
  const wrong = ref("");
  const failed = component.$.provides[QUESTION_HAS_ERROR];
  return () => {
    const question = component.question;
    const state = question.currentState;
    const file = state.value;
    const id = question.nodeId;
    const taken = fitting(kinds, question.nodeOptions?.media?.accept);
    const choose = (event) => {
      const chosen = event.target.files[0];
      event.target.value = "";
      if (!chosen) return;
      wrong.value = wrongWith(chosen, taken);
      if (!wrong.value) question.setValue(chosen);
    };
    const violation = failed?.value && question.validationState.violation?.message.asString;
    const message = wrong.value || refusals.get(file?.name) || violation;
    return h("div", { class: "fill-file" }, [
      h("label", { for: id, class: { required: state.required, "control-text": true } }, state.label?.asString ?? ""),
      state.hint && h("div", { class: "hint" }, state.hint.asString),
      file && h("p", { class: "fill-file-name" }, say("file_chosen", { name: originals.get(file.name) || file.name })),
      h("div", { class: "fill-file-choose" }, [
        h("input", {
          id, type: "file", class: "visually-hidden", disabled: state.readonly, "aria-describedby": `${id}_kinds`,
          accept: taken.flatMap((kind) => kind.endings).join(","), onChange: choose,
        }),
        h("label", { for: id, class: "btn btn-outline-primary" }, say(file ? "file_replace" : "file_choose")),
        file && !state.readonly && h("button", { type: "button", class: "btn btn-outline-secondary", onClick: () => question.setValue(null) }, say("file_remove")),
      ]),
      h("p", { id: `${id}_kinds`, class: "hint" }, say("file_kinds", { kinds: taken.map((kind) => kind.endings[0].slice(1).toUpperCase()).join(", ") })),
      h("div", { class: "fill-file-error", role: "alert" }, message ? h("span", { class: "validation-message" }, message) : null),
    ]);
  };
}
