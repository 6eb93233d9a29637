import Fulfillment

/// An evidence pack as one HTML page that can be printed. Everything that came from outside is escaped;
/// the page has no script and loads nothing.
struct EvidencePage {
  let pack: EvidencePack

  var html: String {
    let due = pack.dueAt.map { "<p>Evidence due by \($0.iso8601)</p>" } ?? ""
    return """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(Self.escaped(pack.title))</title>
      <style>\(Self.style)</style></head><body>
      <h1>\(Self.escaped(pack.title))</h1>
      <p>As known at \(pack.at.iso8601)</p>\(due)
      \(pack.sections.map(section).joined(separator: "\n"))
      </body></html>

      """
  }

  private func section(_ section: EvidencePack.Section) -> String {
    let heads = section.heads.map { "<th>\(Self.escaped($0))</th>" }.joined()
    let rows = section.rows.map { row -> String in
      let cells = row.enumerated().map { index, text in
        index == 0 && section.heads.isEmpty
          ? "<th scope=\"row\">\(Self.escaped(text))</th>" : "<td>\(Self.escaped(text))</td>"
      }
      return "<tr>" + cells.joined() + "</tr>"
    }
    let note = section.note.isEmpty ? "" : "<p class=\"note\">\(Self.escaped(section.note))</p>"
    return """
      <h2>\(Self.escaped(section.title))</h2>
      <table>\(heads.isEmpty ? "" : "<tr>\(heads)</tr>")
      \(rows.joined(separator: "\n"))</table>\(note)
      """
  }

  /// Text as HTML, with its line breaks, without control and direction characters.
  static func escaped(_ text: String) -> String {
    var html = ""
    for character in text.sanitised(limit: 100_000, keepsLineBreaks: true) {
      switch character {
      case "&": html += "&amp;"
      case "<": html += "&lt;"
      case ">": html += "&gt;"
      case "\"": html += "&quot;"
      case "'": html += "&#39;"
      case _ where character.isNewline: html += "<br>"
      default: html.append(character)
      }
    }
    return html
  }

  private static let style = """
    body{font:12pt/1.4 sans-serif;max-width:60em;margin:2em auto;color:#111;background:#fff;padding:0 1em}
    h1{font-size:1.5em}h2{font-size:1.15em;border-bottom:1px solid #888;margin-top:1.6em}
    table{border-collapse:collapse;width:100%;font-size:.85em}
    th,td{text-align:left;vertical-align:top;padding:.2em .6em .2em 0;overflow-wrap:anywhere}
    tr{break-inside:avoid}td{border-bottom:1px solid #ddd}th{color:#333}.note{color:#555;font-style:italic}
    @page{size:A4;margin:18mm}
    """
}
