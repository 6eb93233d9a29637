package import Fulfillment
package import Store

/// What one run of the dispatcher did.
package struct DispatchReport: Hashable, Sendable {
  package var startedAt: Timestamp
  package var endedAt: Timestamp
  /// Another process dispatches: who. Nothing was sent.
  package var heldBy: String?
  /// The lease was lost to another process on the way.
  package var lostLease = false
  /// Messages that an earlier dispatcher had claimed and left without a result.
  package var orphaned = 0
  /// Receivers with messages that nobody here can reach: no such account.
  package var unreachable: [String] = []
  /// By name; those that nothing was done for are left out.
  package var receivers: [ReceiverReport] = []

  package init(startedAt: Timestamp, endedAt: Timestamp, heldBy: String? = nil) {
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.heldBy = heldBy
  }

  /// Of all receivers together.
  package func count(_ kind: KeyPath<ReceiverReport, Int>) -> Int {
    receivers.reduce(0) { $0 + $1[keyPath: kind] }
  }

  /// A receiver's share was used up; there is more to do at once.
  package var hasMore: Bool { !lostLease && receivers.contains(where: \.hasMore) }

  /// Adds what a later turn of the same run did.
  mutating func add(_ later: DispatchReport) {
    endedAt = later.endedAt
    lostLease = later.lostLease
    orphaned += later.orphaned
    unreachable = later.unreachable
    for report in later.receivers {
      if let index = receivers.firstIndex(where: { $0.receiver == report.receiver }) {
        receivers[index].add(report)
      } else {
        receivers.append(report)
      }
    }
    for index in receivers.indices
    where !later.receivers.contains(where: { $0.receiver == receivers[index].receiver }) {
      receivers[index].hasMore = false
    }
  }

  /// Something was not sent, or it is not known whether it was.
  package var hasTrouble: Bool {
    lostLease || orphaned > 0 || !unreachable.isEmpty
      || receivers.contains {
        $0.lost + $0.refused + $0.silent + $0.notSent > 0 || !$0.troubles.isEmpty
      }
  }
}

/// What was done for one receiver.
package struct ReceiverReport: Hashable, Sendable {
  package var receiver: String
  package var accepted = 0
  package var refused = 0
  /// What was refused, and why.
  package var refusals: [Refusal] = []
  /// Turned away unread, or never left.
  package var notSent = 0
  /// Of unknown outcome.
  package var lost = 0
  /// Asked about: the far side does not have it; or did not tell.
  package var absent = 0
  package var silent = 0
  /// Files of the supplier taken in.
  package var files = 0
  /// In the operator's words: why nothing goes to it, what of its files can't be used.
  package var troubles: [String] = []
  /// Nothing goes to it before then.
  package var postponedUntil: Timestamp?
  /// Its share of this run was used up; there is more.
  package var hasMore = false

  package init(receiver: String) { self.receiver = receiver }

  /// A message that the far side said no to.
  package struct Refusal: Hashable, Sendable {
    package var order: OrderID
    /// As in `OutboxMessage.kind`.
    package var kind: String
    /// In the operator's words.
    package var reason: String
  }

  /// Something was sent, asked or read.
  package var hasProgress: Bool {
    accepted + refused + notSent + lost + absent + silent + files > 0
  }

  mutating func add(_ later: ReceiverReport) {
    accepted += later.accepted
    refused += later.refused
    refusals += later.refusals
    notSent += later.notSent
    lost += later.lost
    absent += later.absent
    silent += later.silent
    files += later.files
    troubles += later.troubles
    (postponedUntil, hasMore) = (later.postponedUntil, later.hasMore)
  }

  mutating func count(_ outcome: SendOutcome) {
    switch outcome {
    case .accepted: accepted += 1
    case .refused: refused += 1
    case .notSent: notSent += 1
    case .lost: lost += 1
    case .absent: absent += 1
    case .silent: silent += 1
    }
  }
}

/// What is going on, for a progress line and the log.
package enum DispatchEvent: Hashable, Sendable {
  /// Another process dispatches; this one waits.
  case standingBy(holder: String)
  case lostLease
  /// That many messages were under way when an earlier dispatcher ended.
  case orphaned(Int)
  /// A message is about to leave; `kind` as in `OutboxMessage.kind`.
  case sending(receiver: String, kind: String, key: String)
  /// A purchase in doubt is asked about.
  case asking(receiver: String, key: String)
  case settled(receiver: String, kind: String, key: String, SendOutcome)
  case postponed(receiver: String, until: Timestamp, reason: String)
  /// A receiver's folder or files.
  case trouble(receiver: String, String)
  /// The store refuses; the dispatcher tries again later.
  case storeTrouble(String)
}
