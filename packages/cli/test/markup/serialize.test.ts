import fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { el } from "../../src/markup/element.js";
import { html, xml } from "../../src/markup/serialize.js";

/** The texts of an XML document; throws when it is not well-formed. */
export function textsOf(document: string): string {
  let found = "";
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("text", (text) => (found += text));
  parser.write(document).close();
  return found;
}

describe("serialize", () => {
  it("writes any text and attribute so that the XML is well-formed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (text, value) => {
        const parsed = textsOf(xml(el("a", { title: value + text }, el("b", {}, text), value)));
        // What remains are the characters that XML can hold, each once.
        expect(Array.from(parsed).length).toBeLessThanOrEqual(Array.from(text + value).length);
      }),
    );
  });

  it("keeps ordinary text as it is", () => {
    expect(textsOf(xml(el("a", {}, "5 < 6 & “ünïcödé” 😀 'x' \"y\"")))).toBe("5 < 6 & “ünïcödé” 😀 'x' \"y\"");
  });

  it("drops marks that reorder the text around them", () => {
    expect(html(el("p", {}, "a\u202eb\u2066c\u0000"))).toBe("<p>abc</p>");
  });

  it("closes HTML elements that have no content, and leaves void ones open", () => {
    expect(html(el("p", {}, el("br"), el("path", { d: "M0 0" })))).toBe('<p><br><path d="M0 0"></path></p>');
  });

  it("refuses a style sheet that could end its element", () => {
    expect(() => html(el("style", {}, "</style>"))).toThrow(/plain text/);
  });
});
