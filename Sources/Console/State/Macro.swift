package import Canvas

/// Keys that were recorded to be pressed again.
package struct Macro: Equatable, Sendable {
  /// More than that many keys are not recorded.
  package static let longest = 500
  /// More rounds than that at once are not made.
  package static let mostRounds = 999

  /// One key.
  package struct Step: Hashable, Sendable {
    package var key: Key
    /// It went on with the count that the digit before it began.
    package var joins: Bool
  }

  /// What `@` presses.
  package var steps: [Step] = []
  /// What has been pressed since recording began; nil: nothing is recorded.
  package var recording: [Step]?
  package var replay: Replay?
  /// Something that leaves the house is being agreed to, or was refused and led elsewhere: until it is
  /// closed keys are the operator's own, neither recorded nor pressed for him.
  package var isHandedOver = false

  /// How far a replay has come.
  package struct Replay: Equatable, Sendable {
    /// The next key.
    package var place = 0
    package var round = 1
    package var rounds: Int
    /// What went wrong first.
    package var trouble: String?
  }

  package init() {}
}

extension Overlay {
  /// What is agreed to here leaves the house, or cannot be taken back: only the operator's own key may.
  package var isOutward: Bool {
    switch self {
    case .plan, .notices, .working: true
    case .confirm(let question):
      switch question.action {
      case .decide(let verb, _): verb.leaves || verb.isFinal || verb.isSwitch
      case .submitEvidence, .writeAgain: true
      case .openClaim, .undo, .quit: false
      }
    default: false
    }
  }
}

extension Requests {
  /// Nothing is outstanding that the next key could depend on.
  var isSettled: Bool {
    decisions.isEmpty && purchaseVerbs.isEmpty && editors.isEmpty
      && loads.keys.allSatisfy(\.isAside)
  }
}

extension Load.Slot {
  /// Only a figure or the header waits for it.
  fileprivate var isAside: Bool {
    switch self {
    case .queueCount, .exceptionCount, .counts, .deadlines, .savedFilters, .past, .newExceptions,
      .orderAside(.preview):
      true
    default: false
    }
  }
}
