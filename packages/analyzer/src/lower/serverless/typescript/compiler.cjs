// A CommonJS file of its own: importing the compiler from an ES module would scan its 9 MB for export names first.
module.exports = { load: () => require("typescript") };
