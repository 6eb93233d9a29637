package import Canvas

/// Reads a theme: `name`, `light`, a `[palette]` of named colours and the style of every role in
/// `[roles]`. A theme with anything wrong in it is refused whole.
package enum ThemeFile {
  /// - Parameters:
  ///   - text: the TOML of the theme.
  ///   - name: how errors call it.
  package static func parse(_ text: String, name: String) throws(ThemeError) -> Theme {
    let document: TOMLDocument
    do {
      document = try TOMLDocument(text, file: name)
    } catch {
      throw ThemeError(theme: name, line: error.line, what: error.what, remedy: error.remedy)
    }
    return try ThemeReader(document: document, label: name).theme()
  }
}

private struct ThemeReader {
  let document: TOMLDocument
  let label: String

  private static let keys = ["name", "light", "palette", "roles"]
  private static let styleKeys = ["fg", "bg", "bold", "dim", "italic", "underline", "reverse"]

  func theme() throws(ThemeError) -> Theme {
    try refuseUnknown(document.root.keys, among: Self.keys, what: "entry", in: [])
    guard let name = document.root["name"] else {
      throw problem([], "it has no name", "add at the top: name = \"my theme\"")
    }
    guard case .string(let title) = name, !title.isEmpty else {
      throw problem(["name"], "the name is \(name.kind)", "write name = \"my theme\"")
    }
    let isLight = try flag(document.root["light"], ["light"])
    let palette = try palette()
    let roles = try table(["roles"])
    try refuseUnknown(roles.keys, among: Role.allCases.map(\.name), what: "role", in: ["roles"])
    var styles: [Style] = []
    for role in Role.allCases {
      guard let value = roles[role.name] else {
        throw problem(
          ["roles"], "the role \"\(role.name)\" has no style", "add it below [roles]")
      }
      styles.append(try style(value, ["roles", role.name], palette))
    }
    return Theme(name: title, isLight: isLight) { styles[$0.rawValue] }
  }

  private func palette() throws(ThemeError) -> [String: Color] {
    guard document.root["palette"] != nil else { return [:] }
    var palette: [String: Color] = [:]
    for (name, value) in try table(["palette"]).sorted(by: { $0.key < $1.key }) {
      guard case .string(let text) = value, let color = Self.hex(text) else {
        throw problem(
          ["palette", name], "the colour \"\(name)\" is not a colour", "write \"#rrggbb\"")
      }
      palette[name] = color
    }
    return palette
  }

  private func style(
    _ value: TOMLDocument.Value, _ path: [String], _ palette: [String: Color]
  ) throws(ThemeError) -> Style {
    guard case .table(let parts) = value else {
      throw problem(
        path, "the style of \"\(path[1])\" is \(value.kind)", "write { fg = \"...\", bold = true }")
    }
    try refuseUnknown(parts.keys, among: Self.styleKeys, what: "part of a style", in: path)
    return Style(
      foreground: try color(parts["fg"], path + ["fg"], palette),
      background: try color(parts["bg"], path + ["bg"], palette),
      bold: try flag(parts["bold"], path + ["bold"]),
      dim: try flag(parts["dim"], path + ["dim"]),
      italic: try flag(parts["italic"], path + ["italic"]),
      underline: try flag(parts["underline"], path + ["underline"]),
      reverse: try flag(parts["reverse"], path + ["reverse"]))
  }

  private func color(
    _ value: TOMLDocument.Value?, _ path: [String], _ palette: [String: Color]
  ) throws(ThemeError) -> Color? {
    guard let value else { return nil }
    guard case .string(let text) = value else {
      throw problem(path, "\(named(path)) is \(value.kind)", "write a name or \"#rrggbb\"")
    }
    if let color = palette[text] ?? Self.hex(text) { return color }
    throw problem(
      path, "unknown colour \"\(text)\" in \(named(path))",
      text.hasPrefix("#")
        ? "write \"#rrggbb\"" : NearestName.remedy(text, among: Array(palette.keys)))
  }

  private func flag(_ value: TOMLDocument.Value?, _ path: [String]) throws(ThemeError) -> Bool {
    guard let value else { return false }
    guard case .bool(let flag) = value else {
      throw problem(path, "\(named(path)) is \(value.kind)", "write true or false")
    }
    return flag
  }

  private func table(_ path: [String]) throws(ThemeError) -> [String: TOMLDocument.Value] {
    switch document.root[path[0]] {
    case .table(let table): return table
    case nil: throw problem([], "it has no [\(path[0])]", "add that section")
    case let value?:
      throw problem(path, "\"\(path[0])\" is \(value.kind)", "make it a section: [\(path[0])]")
    }
  }

  private func refuseUnknown(
    _ keys: some Collection<String>, among known: [String], what: String, in path: [String]
  ) throws(ThemeError) {
    for key in keys.sorted() where !known.contains(key) {
      throw problem(
        path + [key], "unknown \(what) \"\(key)\"", NearestName.remedy(key, among: known))
    }
  }

  private func problem(_ path: [String], _ what: String, _ remedy: String) -> ThemeError {
    ThemeError(
      theme: label, line: path.isEmpty ? nil : document.line(of: path), what: what, remedy: remedy)
  }

  private func named(_ path: [String]) -> String {
    path.count == 3 ? "\"\(path[2])\" of \"\(path[1])\"" : "\"\(path[0])\""
  }

  /// `#rrggbb`, nothing else.
  private static func hex(_ text: String) -> Color? {
    let digits = Array(text.utf8)
    guard digits.count == 7, digits[0] == UInt8(ascii: "#") else { return nil }
    var value: UInt32 = 0
    for digit in digits.dropFirst() {
      switch digit {
      case 0x30...0x39: value = value << 4 | UInt32(digit - 0x30)
      case 0x41...0x46: value = value << 4 | UInt32(digit - 0x37)
      case 0x61...0x66: value = value << 4 | UInt32(digit - 0x57)
      default: return nil
      }
    }
    return Color(
      red: UInt8(value >> 16 & 0xFF), green: UInt8(value >> 8 & 0xFF), blue: UInt8(value & 0xFF))
  }
}
