// Names for what the engine leaves without one, so that a screen reader can tell the controls apart.
import { say } from "fill/panel";
import { watch } from "fill/wording";

export function watchLabels(top) {
  let due = false;
  const soon = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; repair(top); });
  };
  watch(soon, { attributes: true, attributeFilter: ["class", "aria-selected"], characterData: true });
  soon();
}

function repair(top) {
  top.querySelectorAll(".question-container").forEach(repairQuestion);
  top.querySelectorAll(".p-panel").forEach(repairPanel);
  document.querySelectorAll(".geo-dialog").forEach(repairPlaceDialog);
  document.querySelectorAll(".p-datepicker-panel").forEach(repairCalendar);
  document.querySelectorAll("body > .p-select-overlay, body > .p-multiselect-overlay, body > .p-menu").forEach(repairList);
}

function name(element, attribute, text) {
  if (element && element.getAttribute(attribute) !== text) element.setAttribute(attribute, text);
}

function repairQuestion(box) {
  const label = box.querySelector("label[for]:not(.value-option)");
  if (!label) return;
  label.id ||= `${label.htmlFor}_label`;
  const message = box.querySelector(".validation-message") || missed(box);
  if (message) message.id ||= `${label.htmlFor}_error`;
  const options = box.querySelectorAll(".value-option input");
  if (options.length) nameGroup(box, label, options[0].type === "radio" ? "radiogroup" : "group");
  else if (box.querySelector(".capture-buttons")) namePictures(box, label);
  for (const input of box.querySelectorAll("input:not([type=file]):not([type=radio]):not([type=checkbox]), textarea, [role=combobox], [role=slider]")) {
    if (!input.id && !document.getElementById(label.htmlFor)) input.id = label.htmlFor;
    name(input, "aria-labelledby", label.id);
    if (input.getAttribute("role") === "slider" && !input.hasAttribute("aria-valuenow")) name(input, "aria-valuenow", input.getAttribute("aria-valuemin"));
    describe(input, box, message);
  }
}

// The engine shows no message for an agreement that is missing; in its words, to be turned as others.
function missed(box) {
  if (!box.classList.contains("highlight")) return null;
  const text = "Condition not satisfied: required";
  return box.appendChild(Object.assign(document.createElement("span"), { className: "validation-message fill-missed", textContent: text }));
}

function describe(input, box, message) {
  const wrong = box.classList.contains("highlight") && message;
  if (wrong) { name(input, "aria-invalid", "true"); name(input, "aria-describedby", message.id); }
  else if (input.getAttribute("aria-describedby") === message?.id) { input.removeAttribute("aria-invalid"); input.removeAttribute("aria-describedby"); }
}

function nameGroup(box, label, role) {
  name(box, "role", role);
  name(box, "aria-labelledby", label.id);
}

function namePictures(box, label) {
  nameGroup(box, label, "group");
  box.querySelectorAll("input[type=file]").forEach((input) => name(input, "aria-labelledby", label.id));
  name(box.querySelector(".clear-button"), "aria-label", say("remove_picture"));
}

function repairPanel(panel) {
  panel.querySelectorAll(":scope > [role=region]").forEach((part) => part.setAttribute("role", "group")); // many alike are no landmarks
  const title = panel.querySelector(":scope > .p-panel-header .panel-title");
  const words = title?.textContent.trim().replace(/\s+/g, " ") || "";
  name(panel.querySelector(":scope > .p-panel-header .button-menu"), "aria-label", say("entry_menu", { label: words }));
  if (!title) return;
  name(title, "tabindex", "0");
  name(title, "aria-expanded", String(!panel.classList.contains("panel-content-hidden")));
  if (title.dataset.keys) return;
  title.dataset.keys = "yes";
  title.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); title.click(); }
  });
}

function repairPlaceDialog(dialog) {
  const title = dialog.querySelector(".geo-dialog-header-title strong")?.textContent || "";
  dialog.removeAttribute("aria-labelledby"); // it names an element that is not there
  name(dialog, "aria-label", title);
  name(dialog.querySelector(".geo-spinner"), "aria-label", title);
  name(dialog.querySelector(".close-icon"), "aria-label", say("close"));
}

function repairCalendar(panel) {
  for (const day of panel.querySelectorAll(".p-datepicker-day[aria-selected]")) {
    name(day.closest("td"), "aria-selected", day.getAttribute("aria-selected"));
    day.removeAttribute("aria-selected");
  }
  for (const button of panel.querySelectorAll(".p-datepicker-select-month, .p-datepicker-select-year")) {
    const words = button.getAttribute("aria-label");
    if (!words.includes(button.textContent)) name(button, "aria-label", `${words}: ${button.textContent}`);
  }
}

function repairList(list) {
  name(list, "role", "region");
  name(list, "aria-label", say("choices"));
  list.querySelectorAll(".p-hidden-focusable").forEach((edge) => name(edge, "tabindex", "-1"));
}
