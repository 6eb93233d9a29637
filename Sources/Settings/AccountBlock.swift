/// An `[[account]]` as it stands in the configuration: references to secrets, never a secret.
package struct AccountBlock: Hashable, Sendable {
  package var name: String
  package var service: String
  /// Keys beside those two, in the order of writing.
  package var lines: [Line]

  /// One key and its value.
  package struct Line: Hashable, Sendable {
    package var key: String
    package var value: String

    package init(_ key: String, _ value: String) {
      self.key = key
      self.value = value
    }
  }

  package init(name: String, service: String, lines: [Line] = []) {
    self.name = name
    self.service = service
    self.lines = lines
  }

  /// The block as TOML, with a line end at the end.
  package var toml: String {
    let pairs = [Line("name", name), Line("service", service)] + lines
    return "[[account]]\n"
      + pairs.map { "\($0.key) = \(AccountBlock.quoted($0.value))\n" }.joined()
  }

  /// A configuration's text with the block at its end, everything else byte for byte as it was.
  package func appended(to text: String) -> String {
    if text.isEmpty { return toml }
    let ending = text.hasSuffix("\r\n") || text.contains("\r\n") ? "\r\n" : "\n"
    let end = text.utf8.last == UInt8(ascii: "\n") ? "" : ending
    let block =
      ending == "\n" ? toml : toml.split(separator: "\n").joined(separator: ending) + ending
    return text + end + ending + block
  }

  /// A basic string of TOML.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension AccountBlock {
  /// A name for a new account of that service that none of those has.
  package static func freeName(_ service: String, among names: [String]) -> String {
    guard names.contains(service) else { return service }
    var number = 2
    while names.contains("\(service)-\(number)") { number += 1 }
    return "\(service)-\(number)"
  }

  /// How the file of a secret is called: what is no plain letter, digit, dot, dash or underscore of a
  /// name becomes a dash, so that no path is in it.
  package static func fileName(account: String, key: String) -> String {
    let plain = account.unicodeScalars.map { scalar -> Character in
      let isPlain =
        scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || "._-".unicodeScalars.contains(scalar))
      return isPlain ? Character(scalar) : "-"
    }
    let start = plain.first == "." ? "-" : ""
    return start + String(plain) + "-" + key.split(separator: "_").joined(separator: "-")
  }
}
