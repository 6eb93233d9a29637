import Fulfillment

/// An evidence pack as a PDF of plain text (ISO 32000-1): A4, the Helvetica that every reader has, so the
/// file embeds nothing and is no PDF/A. What the font can't show is written as `?` and said so on the
/// last page.
struct EvidencePDF {
  private var pages: [[String]] = [[]]
  /// Points from the bottom.
  private var height = EvidencePDF.top
  private var unknown = false

  private static let (width, top, bottom, left) = (595.0, 795.0, 50.0, 50.0)
  private static let size = 9.0

  /// How many pages there are.
  var pageCount: Int { pages.count }

  init(_ pack: EvidencePack) {
    write(pack.title, size: 16)
    write("As known at \(pack.at.iso8601)", size: EvidencePDF.size)
    if let due = pack.dueAt { write("Evidence due by \(due.iso8601)", size: EvidencePDF.size) }
    for section in pack.sections {
      space(10)
      write(section.title, size: 12)
      if !section.heads.isEmpty {
        write(section.heads.joined(separator: "  |  "), size: EvidencePDF.size)
      }
      for row in section.rows {
        let cells = row.filter { !$0.isEmpty }
        write(
          cells.joined(separator: section.heads.isEmpty ? ": " : "  |  "), size: EvidencePDF.size)
      }
      if !section.note.isEmpty { write(section.note, size: EvidencePDF.size) }
    }
    if unknown {
      space(10)
      write(
        "A question mark stands for a letter that this page's font does not have; the HTML page beside "
          + "it shows them all.", size: EvidencePDF.size)
    }
  }

  /// The file.
  var bytes: [UInt8] {
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    let kids = pages.indices.map { "\(4 + 2 * $0) 0 R" }.joined(separator: " ")
    var objects = [
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [\(kids)] /Count \(pages.count) >>", font,
    ]
    for (index, page) in pages.enumerated() {
      let stream = "BT\n" + page.joined(separator: "\n") + "\nET"
      objects.append(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
          + "/Resources << /Font << /F1 3 0 R >> >> /Contents \(5 + 2 * index) 0 R >>")
      objects.append(
        "<< /Length \(stream.unicodeScalars.count) >>\nstream\n\(stream)\nendstream")
    }
    var file = Array("%PDF-1.4\n".utf8)
    var places: [Int] = []
    for (index, object) in objects.enumerated() {
      places.append(file.count)
      // Every scalar is one byte: what the font has beyond ASCII stands at the same place in Latin-1.
      file += "\(index + 1) 0 obj\n\(object)\nendobj\n".unicodeScalars.map {
        UInt8(truncatingIfNeeded: $0.value)
      }
    }
    let start = file.count
    var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for place in places {
      let text = String(place)
      table += String(repeating: "0", count: max(0, 10 - text.count)) + text + " 00000 n \n"
    }
    table += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
    return file + Array(table.utf8)
  }

  private mutating func space(_ points: Double) { height -= points }

  private mutating func write(_ text: String, size: Double) {
    for paragraph in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      for line in lines(of: encoded(String(paragraph)), size: size) {
        if height - size < EvidencePDF.bottom {
          pages.append([])
          height = EvidencePDF.top
        }
        height -= size * 1.35
        let place = "1 0 0 1 \(EvidencePDF.left) \((height * 100).rounded() / 100) Tm"
        pages[pages.count - 1].append("/F1 \(size) Tf \(place) (\(EvidencePDF.quoted(line))) Tj")
      }
    }
  }

  /// Broken between words where there are any. No letter of Helvetica that is usual is wider than 0.61 of
  /// its size on average over a line; a long word is cut.
  private func lines(of text: String, size: Double) -> [String] {
    let most = Int((EvidencePDF.width - 2 * EvidencePDF.left) / (size * 0.56))
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      var word = String(word)
      if !line.isEmpty, line.count + 1 + word.count > most {
        lines.append(line)
        line = ""
      }
      while word.count > most {
        lines.append(String(word.prefix(most)))
        word = String(word.dropFirst(most))
      }
      line += line.isEmpty ? word : " " + word
    }
    return lines + [line]
  }

  /// In the letters that WinAnsi shares with Latin-1; marks of usual typing by their plain likeness.
  private mutating func encoded(_ text: String) -> String {
    var plain = ""
    for scalar in text.sanitised(limit: 100_000).unicodeScalars {
      switch scalar.value {
      case 0x20...0x7E, 0xA0...0xFF: plain.unicodeScalars.append(scalar)
      case 0x2018, 0x2019, 0x201A: plain += "'"
      case 0x201C, 0x201D, 0x201E: plain += "\""
      case 0x2010...0x2015, 0x2212: plain += "-"
      case 0x2026: plain += "..."
      case 0x20AC: plain += "EUR"
      case 0x2009, 0x202F: plain += " "
      default:
        plain += "?"
        unknown = true
      }
    }
    return plain
  }

  private static func quoted(_ line: String) -> String {
    var text = ""
    for scalar in line.unicodeScalars {
      if scalar == "(" || scalar == ")" || scalar == "\\" { text += "\\" }
      text.unicodeScalars.append(scalar)
    }
    return text
  }
}
