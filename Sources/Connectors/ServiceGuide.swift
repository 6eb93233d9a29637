/// What an operator is told when connecting an account: what to make at the vendor, and where each thing
/// that is asked for is found.
package struct ServiceGuide: Sendable {
  /// As its owner calls it.
  package var title: String
  /// What is made there first; a sentence or two.
  package var steps: String
  /// By configuration key: where it is found there.
  package var places: [String: Place]
  /// Scopes as the vendor's own forms call them; "" where a key may do everything.
  package var scopes: String

  /// Where one thing is found, and what it is called there.
  package struct Place: Sendable {
    package var name: String
    package var place: String
  }

  init(_ title: String, _ steps: String, scopes: String = "", _ places: [String: (String, String)])
  {
    self.title = title
    self.steps = steps
    self.scopes = scopes
    self.places = places.mapValues { Place(name: $0.0, place: $0.1) }
  }
}

extension ServiceDescriptor {
  /// What an operator is told about this service.
  package var guide: ServiceGuide {
    ServiceGuide.all[service] ?? ServiceGuide(service, "Make a key for this program there.", [:])
  }

  /// What is asked for, in the order of asking: what it needs, then what it may be given.
  package var questions: [AccountQuestion] {
    let needed = ["url", "key", "secret", "session"].filter(needs.contains)
    let others = needs.filter { !needed.contains($0) }
    let optional = ServiceGuide.optional[service] ?? []
    let hooks = options.contains("webhook_secret") ? ["webhook_secret"] : []
    return (needed + others).map { question($0, isNeeded: true) }
      + (optional + hooks).filter { !needs.contains($0) }.map { question($0, isNeeded: false) }
  }

  private func question(_ key: String, isNeeded: Bool) -> AccountQuestion {
    let place = guide.places[key]
    let name = place?.name ?? ServiceGuide.names[key] ?? key
    let hint = place?.place ?? ServiceGuide.hints[key] ?? ""
    return AccountQuestion(key: key, name: name, place: hint, isNeeded: isNeeded)
  }
}

/// One thing to ask an operator for.
package struct AccountQuestion: Hashable, Sendable {
  /// In the configuration.
  package var key: String
  /// As the vendor calls it.
  package var name: String
  /// Where it is found.
  package var place: String
  package var isNeeded: Bool

  package init(key: String, name: String, place: String, isNeeded: Bool) {
    self.key = key
    self.name = name
    self.place = place
    self.isNeeded = isNeeded
  }

  /// What is typed must not be seen, and stands in a file of its own.
  package var isSecret: Bool { ServiceDescriptor.secretKeys.contains(key) }
}

extension ServiceDescriptor {
  /// Configuration keys of an account that name the place of a secret.
  package static let secretKeys: Set<String> = [
    "key", "secret", "session", "refresh_token", "webhook_secret",
  ]
}
