/// A language that customers are written to in.
package enum NoticeLanguage: String, CaseIterable, Sendable {
  case english = "en"
  case portuguese = "pt"
  case spanish = "es"
  case german = "de"
  case french = "fr"

  /// `pt`, `pt-BR`, `PT_br`; nil for a language that there are no words for.
  package init?(tag: String) {
    let code = tag.lowercased().prefix { $0.isASCII && $0.isLetter }
    guard let language = NoticeLanguage(rawValue: String(code)) else { return nil }
    self = language
  }

  /// The language that nearly everybody in a country reads; nil where there are several, or none of these.
  package init?(country: String) {
    switch country.uppercased() {
    case "BR", "PT", "AO", "MZ", "CV": self = .portuguese
    case "ES", "MX", "AR", "CL", "CO", "PE", "UY", "EC", "BO", "PY", "VE", "CR", "PA", "GT", "HN",
      "SV", "NI", "DO", "CU":
      self = .spanish
    case "DE", "AT", "LI": self = .german
    case "FR", "MC", "SN", "CI", "GP", "MQ", "RE": self = .french
    case "US", "GB", "IE", "AU", "NZ": self = .english
    default: return nil
    }
  }

  func greeting(_ name: String) -> String {
    let word =
      switch self {
      case .english: "Hello"
      case .portuguese: "Olá"
      case .spanish: "Hola"
      case .german: "Guten Tag"
      case .french: "Bonjour"
      }
    return (name.isEmpty ? word : word + " " + name) + ","
  }

  /// `27 November 2026`
  package func day(_ date: CivilDate) -> String {
    let month = months[date.month - 1]
    return switch self {
    case .english: "\(date.day) \(month) \(date.year)"
    case .portuguese, .spanish: "\(date.day) de \(month) de \(date.year)"
    case .german: "\(date.day). \(month) \(date.year)"
    case .french: "\(date.day == 1 ? "1er" : String(date.day)) \(month) \(date.year)"
    }
  }

  /// `1,234.50 USD` or `1.234,50 EUR`
  package func money(_ money: Money) -> String {
    let (group, point): (String, String) =
      switch self {
      case .english: (",", ".")
      case .portuguese, .spanish, .german: (".", ",")
      case .french: ("\u{A0}", ",")
      }
    let parts = money.decimal.split(separator: ".")
    let isNegative = money.minor < 0
    let digits = Array((parts.first ?? "0").drop { $0 == "-" })
    var whole = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { whole += group }
      whole.append(digit)
    }
    let fraction = parts.count > 1 ? point + parts[1] : ""
    return (isNegative ? "-" : "") + whole + fraction + "\u{A0}" + money.currency.code
  }

  private var months: [String] {
    switch self {
    case .english:
      [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
      ]
    case .portuguese:
      [
        "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro",
        "outubro", "novembro", "dezembro",
      ]
    case .spanish:
      [
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
        "octubre", "noviembre", "diciembre",
      ]
    case .german:
      [
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
        "Oktober", "November", "Dezember",
      ]
    case .french:
      [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre",
      ]
    }
  }
}
