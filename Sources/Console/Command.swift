/// One thing the operator can do. Keys, footer, help, palette and Documentation/Keys.md all come from
/// the one table of these.
package struct Command: Sendable {
  /// What the configuration and the palette call it.
  package let id: String
  /// What it does, in a few words.
  package let title: String
  package let group: Group
  /// The keys it has where the configuration says nothing, the first one shown.
  package let keys: [String]
  package let places: Places
  /// Its word in the footer; nil: not shown there.
  package let footer: String?
  package let availability: @Sendable (ConsoleState) -> Availability
  /// Does it; `count` is what was typed before the key, 0 where nothing was.
  package let run: @Sendable (inout ConsoleState, _ count: Int) -> [Effect]

  package init(
    _ id: String, _ title: String, group: Group, keys: [String], in places: Places,
    footer: String? = nil,
    availability: @escaping @Sendable (ConsoleState) -> Availability = { _ in .available },
    run: @escaping @Sendable (inout ConsoleState, Int) -> [Effect]
  ) {
    self.id = id
    self.title = title
    self.group = group
    self.keys = keys
    self.places = places
    self.footer = footer
    self.availability = availability
    self.run = run
  }

  /// How help and the reference are divided.
  package enum Group: String, CaseIterable, Sendable {
    case triage = "Triage"
    case buying = "Buying"
    case returns = "Returns"
    case customers = "Customers"
    case claims = "Claims"
    case suppliers = "Suppliers"
    case move = "Move"
    case panels = "Panels"
    case find = "Find"
    case mark = "Mark"
    case take = "Take away"
    case program = "Program"
  }
}

/// Whether a command can be run now.
package enum Availability: Equatable, Sendable {
  case available
  /// Why not, in the operator's words.
  case unavailable(String)

  package var isAvailable: Bool { self == .available }

  /// Why not; nil where it is available.
  package var reason: String? {
    guard case .unavailable(let reason) = self else { return nil }
    return reason
  }
}

/// Where keys go.
package struct Places: OptionSet, Hashable, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  package static let queue = Places(rawValue: 1)
  package static let exceptions = Places(rawValue: 2)
  package static let suppliers = Places(rawValue: 4)
  package static let returns = Places(rawValue: 8)
  package static let activity = Places(rawValue: 16)
  package static let order = Places(rawValue: 32)
  /// The order while words are being looked for in it.
  package static let search = Places(rawValue: 64)
  package static let numbers = Places(rawValue: 128)
  package static let claims = Places(rawValue: 256)
  /// A list while words are being looked for in it; only what means something else then.
  package static let match = Places(rawValue: 512)

  package static let lists: Places = [
    .queue, .exceptions, .suppliers, .returns, .numbers, .activity, .claims,
  ]
  package static let everywhere: Places = [.lists, .order, .search]
  /// Where a line stands for an order.
  package static let orderRows: Places = [.queue, .exceptions, .returns, .claims]

  /// Each single place with its name in the reference.
  package static let named: [(place: Places, name: String)] = [
    (.queue, "Queue"), (.exceptions, "Exceptions"), (.suppliers, "Suppliers"),
    (.returns, "Returns"), (.numbers, "Numbers"), (.activity, "Activity"), (.claims, "Claims"),
    (.order, "Order"),
    (.search, "an order being searched"), (.match, "a list being searched"),
  ]

  /// `everywhere`, `every list`, or the names.
  package var text: String {
    if isSuperset(of: .everywhere) { return "everywhere" }
    if self == .lists { return "every list" }
    var names = Places.named.filter { contains($0.place) }.map(\.name)
    if contains(.order) { names.removeAll { $0 == "an order being searched" } }
    if isSuperset(of: .lists) {
      return (["every list"] + names.dropFirst(Panel.allCases.count)).joined(separator: ", ")
    }
    return names.joined(separator: ", ")
  }
}

extension ConsoleState {
  /// Where keys go now, overlays aside.
  package var place: Places {
    if let order, isOrderFocused { return order.find.isEmpty ? .order : .search }
    switch focus {
    case .queue: return .queue
    case .exceptions: return .exceptions
    case .suppliers: return .suppliers
    case .returns: return .returns
    case .numbers: return .numbers
    case .activity: return .activity
    case .claims: return .claims
    }
  }
}
