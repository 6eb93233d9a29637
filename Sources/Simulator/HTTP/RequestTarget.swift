/// Where a request goes, taken apart by the rules of RFC 3986, independently of the code that puts
/// addresses together.
struct RequestTarget: Sendable {
  /// `http` or `https`.
  let scheme: String
  /// Host, and port where one is given.
  let authority: String
  /// Undecoded path, with its leading slash.
  let path: String
  /// Query parameters in their order, decoded; `+` is a space, as PHP reads it.
  private(set) var query: [(name: String, value: String)]

  init(_ url: String) {
    var rest = url[...]
    if let end = rest.firstRange(of: "://") {
      scheme = String(rest[..<end.lowerBound]).lowercased()
      rest = rest[end.upperBound...]
      let slash = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
      authority = String(rest[..<slash])
      rest = rest[slash...]
    } else {
      (scheme, authority) = ("http", "")
    }
    let fragmentless = rest.prefix { $0 != "#" }
    let mark = fragmentless.firstIndex(of: "?") ?? fragmentless.endIndex
    path = mark == fragmentless.startIndex ? "/" : String(fragmentless[..<mark])
    query = RequestTarget.pairs(fragmentless[mark...].dropFirst())
  }

  /// The same with the fields of an `application/x-www-form-urlencoded` body behind those of the query.
  func adding(form: String) -> RequestTarget {
    var target = self
    target.query += RequestTarget.pairs(form[...])
    return target
  }

  private static func pairs(_ text: Substring) -> [(name: String, value: String)] {
    text.split(separator: "&").map { pair in
      let equals = pair.firstIndex(of: "=") ?? pair.endIndex
      return (decoded(pair[..<equals]), decoded(pair[equals...].dropFirst()))
    }
  }

  /// The last value of that name (PHP keeps the last).
  subscript(name: String) -> String? { query.last { $0.name == name }?.value }

  /// All values given as `name=a,b`, `name[]=a` or `name[0]=a`.
  func list(_ name: String) -> [String] {
    query.flatMap { pair -> [String] in
      if pair.name == name { return pair.value.split(separator: ",").map(String.init) }
      return pair.name.hasPrefix(name + "[") && pair.name.hasSuffix("]") ? [pair.value] : []
    }
  }

  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2).map(Character.init(ascii:)).compactMap(\.hexDigitValue)
      if byte == 0x25, digits.count == 2 {
        bytes.append(UInt8(digits[0] * 16 + digits[1]))
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte == 0x2B ? 0x20 : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension String {
  /// Every byte but the unreserved ones as `%XX` (RFC 3986 section 2.3, PHP's `rawurlencode`).
  var percentEncoded: String {
    var bytes: [UInt8] = []
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in utf8 {
      switch byte {
      case 48...57, 65...90, 97...122, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
      default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Character {
  fileprivate init(ascii byte: UInt8) { self = Character(Unicode.Scalar(byte)) }
}
