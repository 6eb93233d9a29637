/// One item of an answer can't be read; the others still can.
struct UnreadableItem: Error, Hashable, Sendable {
  var reason: String

  init(_ reason: String) { self.reason = reason }
}
