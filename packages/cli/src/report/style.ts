/** For screens and for A4. Colours have a contrast of at least 4.5 to 1 and only repeat what words say. */
export const STYLE = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem 1.5rem 4rem; background: #fff; color: #17202a;
  font: 16px/1.5 system-ui, "Segoe UI", Arial, Helvetica, sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 1rem 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.4rem; line-height: 1.3; margin: 2.5rem 0 .75rem; border-bottom: 2px solid #c9d1d9; padding-bottom: .25rem; }
h3 { font-size: 1.08rem; line-height: 1.35; margin: 1.75rem 0 .5rem; }
h2, h3, p, li, th, td { overflow-wrap: anywhere; }
p { margin: .5rem 0; }
ul { margin: .4rem 0; padding-left: 1.3rem; }
li { margin: .2rem 0; }
a { color: #0b4f9e; }
a:focus-visible, .scroll:focus-visible { outline: 3px solid #1459b8; outline-offset: 2px; }
code { font: .86em/1.4 ui-monospace, "SFMono-Regular", Consolas, "Liberation Mono", monospace; background: #f1f3f5;
  padding: .05em .3em; border-radius: 3px; overflow-wrap: anywhere; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: .5rem; background: #fff; padding: .4rem; }
nav { background: #f6f8fa; border: 1px solid #d5dbe1; border-radius: 6px; padding: .5rem 1rem; font-size: .93rem; }
nav ol { columns: 2; margin: 0; padding-left: 1.4rem; }
.scroll { overflow-x: auto; margin: .75rem 0; }
table { border-collapse: collapse; font-size: .84rem; line-height: 1.4; width: 100%; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { border: 1px solid #d5dbe1; padding: .3rem .45rem; text-align: left; vertical-align: top; min-width: 3.5rem; }
thead th { background: #eef1f4; overflow-wrap: normal; }
tbody th { font-weight: 600; }
tr:target, h3:target { background: #fff6d6; }
.mark { display: inline-block; border-radius: 4px; padding: 0 .4em; font-size: .84rem; font-weight: 600; border: 1px solid; }
td .mark { display: inline; padding: 0 .25em; font-weight: 500; font-size: inherit; }
.good { background: #e3f2e6; color: #14532d; border-color: #4d9362; }
.gap { background: #fdecea; color: #8f1d15; border-color: #c4554d; }
.open { background: #fff4d6; color: #5f4300; border-color: #b58a1b; }
.none { background: #eef1f4; color: #2b3640; border-color: #8793a0; font-weight: 400; }
figure { margin: 1rem 0 2rem; }
figure svg { max-width: 100%; height: auto; border: 1px solid #d5dbe1; }
figcaption { font-size: .9rem; color: #3b4656; }
footer { margin-top: 3rem; border-top: 1px solid #c9d1d9; font-size: .85rem; color: #3b4656; }
@page { size: A4; margin: 15mm 13mm 16mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt Arial, sans-serif; } }
@page upright { size: A4; margin: 12mm; }
@page wide { size: A4 landscape; margin: 12mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 9.5pt; line-height: 1.4; }
  .skip { display: none; }
  a { color: inherit; text-decoration: none; }
  h1 { font-size: 18pt; }
  h2 { font-size: 13pt; margin-top: 16pt; }
  h3 { font-size: 10.5pt; margin-top: 10pt; }
  h2, h3, caption { break-after: avoid; }
  tr, li { break-inside: avoid; }
  thead { display: table-header-group; }
  table { font-size: 7.4pt; }
  th, td { min-width: 0; padding: 2pt 3pt; }
  .scroll { overflow: visible; margin: 5pt 0; }
  tbody tr:first-child { break-before: avoid; }
  section.wide { page: wide; }
  section.upright { page: upright; }
  figure { break-inside: avoid; margin: 0 0 8mm; }
  figure svg { max-height: 238mm; border: 0; }
  figure.wide { page: wide; }
  figure.upright { page: upright; }
  figure.wide svg { max-height: 152mm; }
  figcaption { break-before: avoid; }
  .mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
