// Stands in for the library's own check, which the pages' content policy forbids: it evaluates a text.
module.exports = () => true;
