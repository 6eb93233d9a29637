package import Canvas
package import Fulfillment

/// Everything that can happen to the console. Whatever needs the time carries it.
package enum Message: Sendable {
  /// The first message: asks for what the first screen shows.
  case started(Timestamp)
  /// A key, mouse report, paste or resize.
  case key(Key, Timestamp)
  /// The clock reached `nextWake`.
  case tick(Timestamp)
  case resize(Size)
  /// Somebody, here or in another process, wrote to the store.
  case storeChanged(Timestamp)
  /// Which file the store is: another than before where one was restored in its place.
  case storeFile(String)
  /// Who pulls.
  case syncHealth(SyncHealth)
  case loaded(Answer, RequestNumber, Timestamp)
  case decided(DecisionReceipt, RequestNumber, Timestamp)
  case undone(DecisionReceipt, RequestNumber, Timestamp)
  case redone(DecisionReceipt, RequestNumber, Timestamp)
  /// The answer to `Effect.plan`.
  case planned(PreparedPlan, RequestNumber, Timestamp)
  /// How far a plan, or its buying, has come: so many of so many orders or purchases.
  case progress(done: Int, total: Int, RequestNumber)
  /// The answer to `Effect.askSupplier`: what the supplier said, or that it is being asked.
  case asked(String, RequestNumber, Timestamp)
  /// The answer to `Effect.prepareEvidence`.
  case evidence(EvidenceSheet, RequestNumber, Timestamp)
  /// The answer to `Effect.rehearse`.
  case rehearsed([AnswerPreview], RequestNumber, Timestamp)
  /// What the columns as typed make of an offer.
  case offerChecked(OfferCheck, RequestNumber, Timestamp)
  /// What moving volume would do.
  case previewed(MovePreview, RequestNumber, Timestamp)
  /// What rules would have done, a page of text.
  case rulesTried([String], RequestNumber, Timestamp)
  /// That was written down, by its title.
  case recorded(String, RequestNumber, Timestamp)
  case savedFilter(RequestNumber, Timestamp)
  /// The text as the operator left it in the editor; nil where the editor failed or nothing was saved.
  case edited(String?, RequestNumber, Timestamp)
  /// The command ended; its first line of output or of complaint.
  case piped(status: Int, line: String, RequestNumber, Timestamp)
  /// A decision could not be written (a full disk, a locked or missing store), in the operator's words.
  case notWritten(String, RequestNumber, Timestamp)
  /// A request failed, in the operator's words; without a number where something else did.
  case failed(String, RequestNumber?, Timestamp)
}

/// Who pulls from the accounts.
package enum SyncHealth: Hashable, Sendable {
  /// This process, now and then.
  case here
  /// Another process holds the lease; its name.
  case elsewhere(String)
  /// Nobody, and why: no account, switched off.
  case off(String)
}
