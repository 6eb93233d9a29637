package import Fulfillment
internal import GRDB

/// Money that a decision would send back.
package struct ForetoldRefund: Hashable, Sendable {
  package var amount: Money
  package var account: String

  package init(amount: Money, account: String) {
    (self.amount, self.account) = (amount, account)
  }

  /// `12.00 USD through stripe`
  package var inWords: String { "\(amount.inWords) through \(account)" }
}

/// Why a decision would be refused.
package struct ForetoldRefusal: Error, Hashable {
  package var target: String
  package var reason: String
}

extension Store {
  /// What money a decision about a return would send back now, and through which account; nothing is
  /// written.
  package func foretell(
    _ decision: Decision, on target: Target, by operatorName: String, now: Timestamp
  ) throws -> Result<ForetoldRefund, ForetoldRefusal> {
    try read("can't look at the return") { database in
      let work = Work(database, now: now)
      do {
        let change = try work.plan(
          decision.cleaned, on: target, by: operatorName, hold: .seconds(0))
        guard case .request(_, _, let refund?) = change.effect else {
          return .failure(
            ForetoldRefusal(target: change.name, reason: "no money goes back at once"))
        }
        return .success(ForetoldRefund(amount: refund.amount, account: refund.account))
      } catch let refusal as Refused {
        return .failure(ForetoldRefusal(target: refusal.target, reason: refusal.reason))
      }
    }
  }
}
