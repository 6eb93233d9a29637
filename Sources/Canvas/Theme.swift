/// A style for each role.
package struct Theme: Hashable, Sendable {
  package var name: String
  /// Made for a light background.
  package var isLight: Bool
  private var styles: [Style]

  /// A theme in which every role has the style that the closure gives it.
  package init(name: String, isLight: Bool = false, style: (Role) -> Style) {
    self.name = name
    self.isLight = isLight
    self.styles = Role.allCases.map(style)
  }

  /// The style of that role.
  package subscript(role: Role) -> Style { styles[role.rawValue] }
}

/// How a role looks. A nil colour is the terminal's own.
package struct Style: Hashable, Sendable {
  package var foreground: Color?
  package var background: Color?
  package var bold: Bool
  package var dim: Bool
  package var italic: Bool
  package var underline: Bool
  package var reverse: Bool

  package init(
    foreground: Color? = nil, background: Color? = nil, bold: Bool = false, dim: Bool = false,
    italic: Bool = false, underline: Bool = false, reverse: Bool = false
  ) {
    self.foreground = foreground
    self.background = background
    self.bold = bold
    self.dim = dim
    self.italic = italic
    self.underline = underline
    self.reverse = reverse
  }
}

/// A 24-bit colour; terminals with fewer get the nearest.
package struct Color: Hashable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  package init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }
}

extension Role {
  /// As themes call it.
  package var name: String { String(describing: self) }
}
