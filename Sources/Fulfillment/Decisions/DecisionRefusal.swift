/// Why a decision was not applied, in the operator's words.
package struct DecisionRefusal: Error, Hashable, Sendable {
  package var reason: String

  package init(reason: String) { self.reason = reason }
}
