// ODK Web Forms 0.22.0 by its short export names, which stand in this one place.
export { O as OdkWebForm, w as webFormsPlugin, Q as QUESTION_HAS_ERROR } from "web-forms";
