internal import Fulfillment

/// `[[promise]]`: by when an order is to be with its customer.
extension ConfigurationReader {
  func promises() throws(ConfigurationError) -> [Promise] {
    var promises: [Promise] = []
    for (path, table) in try tables("promise") {
      try check(table, at: path, known: SettingsTable.known(["promise"]))
      if let last = promises.last, last.isForAll {
        throw problem(
          path, "the promise before this one fits every order, so this one never counts",
          remedy: "put the one without storefronts, countries and methods last")
      }
      promises.append(
        Promise(
          storefronts: try names(table, "storefronts", at: path),
          countries: try names(table, "countries", at: path),
          methods: try names(table, "methods", at: path), within: try term(table, at: path)))
    }
    return promises
  }

  private func term(_ table: Table, at path: [String]) throws(ConfigurationError) -> Promise.Term {
    let form = #"write days as "21d" or business days as "15bd""#
    guard let written = try text(table, "within", at: path) else {
      throw problem(path, "a promise does not say within what time", remedy: #"add within = "21d""#)
    }
    let term: Promise.Term? =
      if let days = SpanText.businessDays(written) {
        .businessDays(days)
      } else if let span = SpanText.span(written), span.milliseconds % 86_400_000 == 0 {
        .days(Int(span.milliseconds / 86_400_000))
      } else {
        nil
      }
    switch term {
    case .days(let days)? where (1...365).contains(days): return .days(days)
    case .businessDays(let days)? where (1...260).contains(days): return .businessDays(days)
    case nil:
      throw problem(
        path + ["within"], "within is not a number of days: \"\(written.prefix(40))\"",
        remedy: form)
    default:
      throw problem(
        path + ["within"], "within is \"\(written.prefix(40))\", which is no time for a delivery",
        remedy: "write between a day and a year")
    }
  }
}

extension Promise {
  fileprivate var isForAll: Bool { storefronts.isEmpty && countries.isEmpty && methods.isEmpty }
}
