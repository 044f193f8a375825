// A module of its own, so that it is loaded when a document is checked: a bundler gives a CommonJS package its named
// exports in a static import only.
export { Ajv } from "ajv";
