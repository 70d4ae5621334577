// Colours of source lines: pieces of a text, each with its kind. Good enough to read by; the server says what is wrong.

const XML = /(<!--.*?(?:-->|$))|(\{#.*?(?:#\}|$))|(\{\{.*?\}\}|\{%.*?%\})|(<\/?[\w:.-]*|\/?>|\?>)|([\w:.-]+)(?=\s*=\s*["'])|("[^"]*"?|'[^']*'?)/g;
const JSON_ = /("(?:[^"\\]|\\.)*"?)(?=(\s*:)?)|(-?\d[\d.eE+-]*|true|false|null)/g;
const ENDS = { comment: "-->", note: "#}" };

// The pieces of each line: `[kind, text]`, where the kind is "" for plain text.
export function pieces(lines, path) {
  if (/\.(py|csv|toml|md|txt)$/.test(path)) return lines.map((line) => [["", line]]);
  return /\.json(\.j2)?$/.test(path) ? lines.map(ofJson) : ofXml(lines);
}

function ofXml(lines) {
  let open = null; // a comment that goes on from an earlier line
  let isInTag = false;
  return lines.map((line) => {
    const found = [];
    let rest = line;
    if (open) {
      const end = rest.indexOf(ENDS[open]);
      if (end < 0) return [["comment", line]];
      found.push(["comment", rest.slice(0, end + ENDS[open].length)]);
      rest = rest.slice(end + ENDS[open].length);
      open = null;
    }
    let at = 0;
    for (const match of rest.matchAll(XML)) {
      const [text, comment, note, code, tag, name, value] = match;
      if ((name || value) && !isInTag) continue; // words with quotes in a text that is spoken
      if (match.index > at) found.push(["", rest.slice(at, match.index)]);
      at = match.index + text.length;
      found.push([comment || note ? "comment" : code ? "code" : tag ? "tag" : name ? "name" : "value", text]);
      if (comment && !comment.endsWith("-->")) open = "comment";
      if (note && !note.endsWith("#}")) open = "note";
      if (tag) isInTag = tag.startsWith("<");
    }
    if (at < rest.length) found.push(["", rest.slice(at)]);
    return found;
  });
}

function ofJson(line) {
  const found = [];
  let at = 0;
  for (const match of line.matchAll(JSON_)) {
    const [text, string, isName] = match;
    if (match.index > at) found.push(["", line.slice(at, match.index)]);
    at = match.index + text.length;
    found.push([string ? (isName ? "name" : "value") : "literal", text]);
  }
  if (at < line.length) found.push(["", line.slice(at)]);
  return found;
}

// The same pieces, cut at two columns, so that what is between them can be marked.
export function cut(found, from, to) {
  const parts = [];
  let at = 0;
  for (const [kind, text] of found) {
    const places = [0, from - at, to - at, text.length].map((each) => Math.min(Math.max(each, 0), text.length)).sort((a, b) => a - b);
    for (let place = 0; place < 3; place++) {
      const piece = text.slice(places[place], places[place + 1]);
      if (piece) parts.push([kind, piece, at + places[place] >= from && at + places[place] < to]);
    }
    at += text.length;
  }
  return parts;
}
