internal import Fulfillment

extension Decision {
  /// The same decision with clean text.
  var cleaned: Decision {
    switch self {
    case .acknowledge, .snooze, .buy, .approvePurchase, .holdPurchase, .releasePurchase,
      .startBuying, .resumeSupplier, .tellCustomer, .noticeArrived, .noticeLost:
      self
    case .withholdNotice(let kind, let reason):
      .withholdNotice(kind, reason: reason.sanitised(limit: 500))
    case .pauseSupplier(let reason):
      .pauseSupplier(reason: reason.sanitised(limit: 2000, keepsLineBreaks: true))
    case .moveVolume(let move):
      .moveVolume(
        VolumeMove(
          from: move.from.sanitised(limit: 120), to: move.to.sanitised(limit: 120),
          country: move.country.sanitised(limit: 2), share: move.share, until: move.until))
    case .dropPurchase(let reason):
      .dropPurchase(reason: reason.sanitised(limit: 2000, keepsLineBreaks: true))
    case .cancelPurchase(let reason):
      .cancelPurchase(reason: reason.sanitised(limit: 2000, keepsLineBreaks: true))
    case .settlePlaced(let number): .settlePlaced(number: number.sanitised(limit: 120))
    case .settleAbsent(let reason):
      .settleAbsent(reason: reason.sanitised(limit: 2000, keepsLineBreaks: true))
    case .stopBuying(let reason):
      .stopBuying(reason: reason.sanitised(limit: 2000, keepsLineBreaks: true))
    case .resolve(let reason):
      .resolve(reason: reason.sanitised(limit: 2000, keepsLineBreaks: true))
    case .note(let text): .note(text.sanitised(limit: 4000, keepsLineBreaks: true))
    case .tag(let tag): .tag(tag.sanitised(limit: 60))
    case .untag(let tag): .untag(tag.sanitised(limit: 60))
    case .contactSupplier(let text):
      .contactSupplier(text: text.sanitised(limit: 8000, keepsLineBreaks: true))
    case .approveReturn(let note, let grant):
      .approveReturn(note: note.sanitised(limit: 2000, keepsLineBreaks: true), grant: grant)
    case .sendReturn(let tracking): .sendReturn(tracking: tracking.sanitised(limit: 120))
    case .receiveReturn(let note):
      .receiveReturn(note: note.sanitised(limit: 2000, keepsLineBreaks: true))
    case .missReturn(let note):
      .missReturn(note: note.sanitised(limit: 2000, keepsLineBreaks: true))
    case .refundReturn(let amount, let note, let limits, let account):
      .refundReturn(
        amount: amount, note: note.sanitised(limit: 250), secondAbove: limits,
        through: account.sanitised(limit: 120))
    case .replaceReturn: self
    case .closeReturn(let reason):
      .closeReturn(reason: reason.sanitised(limit: 2000, keepsLineBreaks: true))
    case .declineReturn(let reason):
      .declineReturn(reason: reason.sanitised(limit: 2000, keepsLineBreaks: true))
    case .askReturn(let question):
      .askReturn(question: question.sanitised(limit: 2000, keepsLineBreaks: true))
    }
  }

  /// Why a decision without its words makes no sense; nil where it does.
  var emptiness: String? {
    switch self {
    case .note(let text) where text.isEmpty: "the note is empty"
    case .tag(let tag) where tag.isEmpty, .untag(let tag) where tag.isEmpty: "the tag is empty"
    default: nil
    }
  }

  /// The words that go with it.
  var argument: String {
    switch self {
    case .acknowledge, .snooze, .buy, .approvePurchase, .holdPurchase, .releasePurchase,
      .startBuying, .replaceReturn, .resumeSupplier, .tellCustomer, .noticeArrived, .noticeLost:
      ""
    case .withholdNotice(_, let text): text
    case .approveReturn(let text, _), .refundReturn(_, let text, _, _): text
    case .moveVolume(let move): move.from
    case .resolve(let text), .note(let text), .tag(let text), .untag(let text),
      .contactSupplier(let text), .declineReturn(let text), .sendReturn(let text),
      .receiveReturn(let text), .missReturn(let text), .closeReturn(let text),
      .askReturn(let text), .dropPurchase(let text), .cancelPurchase(let text),
      .settlePlaced(let text), .settleAbsent(let text), .stopBuying(let text),
      .pauseSupplier(let text):
      text
    }
  }

  /// What goes with the words: the outcome of an approval, the amount of a refund.
  var detail: String {
    switch self {
    case .approveReturn(_, let grant): grant?.text ?? ""
    case .refundReturn(let amount, _, let limits, let account):
      ReturnGrant(outcome: .refundAndKeep, amount: amount, secondAbove: limits).text
        + (account.isEmpty ? "" : "\n" + account)
    case .moveVolume(let move): move.kept
    case .tellCustomer(let kind), .withholdNotice(let kind, _), .noticeArrived(let kind),
      .noticeLost(let kind):
      kind?.rawValue ?? ""
    default: ""
    }
  }

  var until: Timestamp? {
    if case .snooze(.until(let wake)) = self { wake } else { nil }
  }

  /// A message leaves the house because of it.
  var leaves: Bool {
    switch self {
    case .approveReturn, .declineReturn, .askReturn, .refundReturn, .buy, .approvePurchase,
      .releasePurchase, .cancelPurchase, .tellCustomer:
      true
    default: false
    }
  }

  /// A decision as it was stored; nil where the verb is not known.
  init?(verb: String, argument: String, until: Timestamp?, detail: String = "") {
    switch verb {
    case "acknowledge": self = .acknowledge
    case "snooze": self = .snooze(until.map(Snooze.until) ?? .untilMoved)
    case "resolve": self = .resolve(reason: argument)
    case "note": self = .note(argument)
    case "tag": self = .tag(argument)
    case "untag": self = .untag(argument)
    case "contact": self = .contactSupplier(text: argument)
    case "approve": self = .approveReturn(note: argument, grant: ReturnGrant(detail))
    case "sent": self = .sendReturn(tracking: argument)
    case "receive": self = .receiveReturn(note: argument)
    case "not-returned": self = .missReturn(note: argument)
    case "refund":
      let lines = detail.split(separator: "\n", maxSplits: 1).map(String.init)
      let grant = ReturnGrant(lines.first ?? "")
      self = .refundReturn(
        amount: grant?.amount, note: argument, secondAbove: grant?.secondAbove ?? [],
        through: lines.count > 1 ? lines[1] : "")
    case "replace": self = .replaceReturn
    case "close": self = .closeReturn(reason: argument)
    case "decline": self = .declineReturn(reason: argument)
    case "ask": self = .askReturn(question: argument)
    case "buy": self = .buy
    case "approve-purchase": self = .approvePurchase
    case "hold": self = .holdPurchase
    case "release": self = .releasePurchase
    case "drop": self = .dropPurchase(reason: argument)
    case "cancel": self = .cancelPurchase(reason: argument)
    case "placed": self = .settlePlaced(number: argument)
    case "absent": self = .settleAbsent(reason: argument)
    case "stop": self = .stopBuying(reason: argument)
    case "start": self = .startBuying
    case "pause": self = .pauseSupplier(reason: argument)
    case "resume": self = .resumeSupplier
    case "move":
      guard let move = VolumeMove(kept: detail, from: argument) else { return nil }
      self = .moveVolume(move)
    case "tell": self = .tellCustomer(NoticeKind(rawValue: detail))
    case "withhold": self = .withholdNotice(NoticeKind(rawValue: detail), reason: argument)
    case "told": self = .noticeArrived(NoticeKind(rawValue: detail))
    case "untold": self = .noticeLost(NoticeKind(rawValue: detail))
    default: return nil
    }
  }

  /// `approve return #1001`, `tag 12 orders vip`.
  func title(_ names: [String]) -> String {
    let count = names.count
    func about(_ thing: String) -> String { count == 1 ? names[0] : "\(count) \(thing)s" }
    return switch self {
    case .acknowledge, .snooze, .resolve: verb + " " + about("exception")
    case .note: "note on " + about("order")
    case .tag(let tag), .untag(let tag): verb + " " + about("order") + " " + tag
    case .contactSupplier: "contact supplier about " + about("order")
    case .approveReturn, .declineReturn:
      verb + (count == 1 ? " return " : " ") + about("return")
    case .sendReturn: "note as sent back: " + about("return")
    case .receiveReturn: "take back " + (count == 1 ? "return " : "") + about("return")
    case .missReturn: "note as never sent back: " + about("return")
    case .refundReturn(let amount, _, _, _):
      "refund " + (amount.map { $0.inWords + " " } ?? "") + "for " + about("return")
    case .replaceReturn: "replacement for " + about("return")
    case .closeReturn: "close " + (count == 1 ? "return " : "") + about("return")
    case .askReturn: "ask about " + (count == 1 ? "return " : "") + about("return")
    case .buy: "buy for " + about("order")
    case .approvePurchase: "approve purchase for " + about("order")
    case .holdPurchase: "hold purchase for " + about("order")
    case .releasePurchase: "release purchase for " + about("order")
    case .dropPurchase: "drop purchase for " + about("order")
    case .cancelPurchase: "cancel purchase for " + about("order")
    case .settlePlaced(let number):
      "purchase for " + about("order") + " is placed"
        + (number.isEmpty ? "" : " as " + number)
    case .settleAbsent: "purchase for " + about("order") + " is not placed"
    case .stopBuying: "stop buying"
    case .startBuying: "start buying again"
    case .pauseSupplier: "pause " + about("supplier")
    case .resumeSupplier: "resume " + about("supplier")
    case .moveVolume(let move): "move \(move.text) to \(move.to)"
    case .tellCustomer(let kind):
      "tell the customer" + (kind.map { " (\($0.text))" } ?? "") + " about " + about("order")
    case .withholdNotice(let kind, _):
      "keep " + (kind?.text ?? "the notices") + " from the customer of " + about("order")
    case .noticeArrived: "the customer has the notice about " + about("order")
    case .noticeLost: "the customer does not have the notice about " + about("order")
    }
  }
}

extension Target {
  /// What it is called before it was looked up.
  var label: String {
    switch self {
    case .order(let id): "order \(id.number)"
    case .exception(let id): "exception \(id.number)"
    case .return(let id): "return \(id.number)"
    case .purchase(let id): "purchase \(id.number)"
    case .claim(let id): "claim \(id.number)"
    case .buying: "buying"
    case .supplier(let id): "supplier \(id.number)"
    }
  }
}
