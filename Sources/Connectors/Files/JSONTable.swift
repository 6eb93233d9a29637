import Fulfillment
import Wire

/// Rows as a JSON list of flat objects, or an object with one such list: `[{"po_number": "SC-1", ...}]`.
struct JSONTable {
  /// Every name of any object, in the order in which they first come.
  let columns: [String]
  /// The values as text, "" where an object lacks one or holds more than a value.
  let rows: [[String]]

  /// The file says so by its name, or begins like one.
  static func isJSON(_ bytes: [UInt8], _ file: String) -> Bool {
    if file.lowercased().hasSuffix(".json") { return true }
    let first = bytes.first { $0 != 0x20 && !(0x09...0x0D).contains($0) }
    return first == 0x5B || first == 0x7B
  }

  /// Throws where it is no such list; the columns of one without objects are empty.
  init(_ bytes: [UInt8], _ file: String) throws(Refusal) {
    let json: JSON
    do throws(JSONError) {
      json = try JSON(bytes)
    } catch {
      throw Refusal(file: file, line: 1, column: 1, reason: "it is no JSON: \(error)")
    }
    let lists = json.members.map(\.value).filter(\.isArray)
    guard let list = json.isArray ? json : lists.count == 1 ? lists[0] : nil,
      list.elements.allSatisfy(\.isObject)
    else {
      throw Refusal(file: file, line: 1, column: 1, reason: "it is no list of objects")
    }
    var (columns, places) = ([String](), [String: Int]())
    for element in list.elements {
      for member in element.members where places[member.name] == nil {
        places[member.name] = columns.count
        columns.append(member.name)
      }
    }
    self.columns = columns
    rows = list.elements.map { element in
      var cells = [String](repeating: "", count: columns.count)
      for member in element.members {
        if let place = places[member.name] { cells[place] = member.value.text ?? "" }
      }
      return cells
    }
  }
}
