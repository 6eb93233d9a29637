import Canvas

/// How many colours a terminal has, and which of them comes nearest to a colour.
enum ColourDepth: Hashable {
  /// Colours are given as red, green and blue.
  case direct
  case indexed256
  case indexed16
  case indexed8

  /// By the number of colours in the terminal's description; nil: none at all.
  init?(colours: Int, isDirect: Bool) {
    switch colours {
    case 0x100_0000... where isDirect: self = .direct
    case 256...: self = .indexed256
    case 16...: self = .indexed16
    case 8...: self = .indexed8
    default: return nil
    }
  }

  /// The terminal's number for the colour that comes nearest.
  func index(of color: Color) -> Int32 {
    switch self {
    case .direct:
      // The lowest eight numbers are the palette's, not shades of blue.
      let value = Int32(color.red) << 16 | Int32(color.green) << 8 | Int32(color.blue)
      return value < 8 ? 0 : value
    case .indexed256: return Self.cube(color)
    case .indexed16: return Self.nearest(color, among: Self.ansi[...])
    case .indexed8: return Self.nearest(color, among: Self.ansi[..<8])
    }
  }

  /// Numbers for text and its background. Where few colours would make both the same, the text gets
  /// black or white, whichever is read better.
  func pair(_ foreground: Color?, _ background: Color?) -> (foreground: Int32, background: Int32) {
    let front = foreground.map(index) ?? -1
    let back = background.map(index) ?? -1
    guard front == back, front >= 0, foreground != background, let background else {
      return (front, back)
    }
    let black = Color(red: 0, green: 0, blue: 0)
    let white = Color(red: 255, green: 255, blue: 255)
    let isDark = background.luminance < 0.18
    return (index(of: isDark ? white : black), back)
  }

  /// The 6x6x6 cube or the greys of the 256 colours; the first 16 are the operator's own to change.
  private static func cube(_ color: Color) -> Int32 {
    let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
    func step(_ value: UInt8) -> Int {
      levels.indices.min { distance(levels[$0], value) < distance(levels[$1], value) } ?? 0
    }
    let (red, green, blue) = (step(color.red), step(color.green), step(color.blue))
    let inCube = Color(red: levels[red], green: levels[green], blue: levels[blue])
    let greys = (0..<24).map { (index: Int) -> Color in
      let shade = UInt8(8 + index * 10)
      return Color(red: shade, green: shade, blue: shade)
    }
    let grey = nearest(color, among: greys[...])
    let isGreyNearer = distance(greys[Int(grey)], color) < distance(inCube, color)
    return isGreyNearer ? 232 + grey : Int32(16 + 36 * red + 6 * green + blue)
  }

  private static func nearest(_ color: Color, among palette: ArraySlice<Color>) -> Int32 {
    let best = palette.indices.min { distance(palette[$0], color) < distance(palette[$1], color) }
    return Int32(best ?? 7)
  }

  private static func distance(_ one: UInt8, _ other: UInt8) -> Int { abs(Int(one) - Int(other)) }

  /// Weighted by what the eye notices.
  private static func distance(_ one: Color, _ other: Color) -> Int {
    let red = distance(one.red, other.red)
    let green = distance(one.green, other.green)
    let blue = distance(one.blue, other.blue)
    return 3 * red * red + 6 * green * green + 2 * blue * blue
  }

  /// What most terminals show for the sixteen numbered colours (xterm's defaults).
  private static let ansi: [Color] = [
    Color(red: 0, green: 0, blue: 0), Color(red: 205, green: 0, blue: 0),
    Color(red: 0, green: 205, blue: 0), Color(red: 205, green: 205, blue: 0),
    Color(red: 0, green: 0, blue: 238), Color(red: 205, green: 0, blue: 205),
    Color(red: 0, green: 205, blue: 205), Color(red: 229, green: 229, blue: 229),
    Color(red: 127, green: 127, blue: 127), Color(red: 255, green: 0, blue: 0),
    Color(red: 0, green: 255, blue: 0), Color(red: 255, green: 255, blue: 0),
    Color(red: 92, green: 92, blue: 255), Color(red: 255, green: 0, blue: 255),
    Color(red: 0, green: 255, blue: 255), Color(red: 255, green: 255, blue: 255),
  ]
}
