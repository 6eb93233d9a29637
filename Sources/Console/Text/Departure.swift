import Canvas
import Fulfillment

/// What decides when a purchase that is still here leaves, for telling it: the clock and its pace, the
/// stop switch, and how its receiver and the sender do.
struct Departure: Equatable {
  var now: Timestamp
  /// How many times faster than the operator's own time `now` runs (demo).
  var rate: Int64 = 1
  /// The stop switch is set.
  var isStopped = false
  var clock = LocalTime(zone: .utc)
  /// Health of the accounts, by name.
  var accounts: [ActivityRow] = []
  var sync = SyncHealth.here
  /// Ages are told as dates.
  var showsTimes = false

  init(now: Timestamp) { self.now = now }

  /// What is left until then in the operator's own time; nil: it has come.
  func left(until instant: Timestamp) -> Span? {
    instant > now ? own(instant - now) : nil
  }

  /// A length of the clock in the operator's own time.
  func own(_ span: Span) -> Span { .milliseconds(span.milliseconds / max(1, rate)) }

  /// `9d`, or `11-22 14:09` where dates are wanted.
  func age(of instant: Timestamp) -> String {
    showsTimes ? clock.text(instant) : ShortAge.text(now - instant)
  }

  /// Why something that may leave has not left; "" where nothing is known to keep it.
  func obstacle(receiver: String, notBefore: Timestamp?) -> String {
    if let notBefore, let left = left(until: notBefore) {
      return "not before \(clock.time(notBefore)), in \(left.countdown)"
    }
    if case .off(let why) = sync { return "nothing is sent from here: " + why }
    guard let account = accounts.first(where: { $0.account == receiver }), account.failures > 0
    else { return "" }
    let error = account.lastError.isEmpty ? "it does not answer" : account.lastError
    return "\(account.account): \(error)"
  }
}

extension ConsoleState {
  /// How departures are told now.
  var departure: Departure {
    var departure = Departure(now: now)
    departure.rate = settings.timeRate
    departure.isStopped = buyingStop != nil
    departure.clock = clock
    departure.accounts = accounts
    departure.sync = sync
    departure.showsTimes = showsTimes
    return departure
  }
}

extension ConsoleState {
  /// Columns with room for dates where those are wanted.
  func timed(_ columns: [Table.Column]) -> [Table.Column] {
    guard showsTimes else { return columns }
    return columns.map { column in
      var column = column
      if column.title == "Age" { (column.title, column.width) = ("Since", .fixed(11)) }
      return column
    }
  }
}

extension QueueRow {
  /// Why its purchase, which may leave, is still here; "" where nothing is known to keep it.
  func obstacle(_ departure: Departure) -> String {
    guard purchase == .ready, !departure.isStopped else { return "" }
    let waits = departure.obstacle(receiver: supplier, notBefore: notBefore)
    return [waits, purchaseNote].filter { !$0.isEmpty }.joined(separator: ": ")
  }
}

extension PurchaseRow {
  /// The same of one purchase; what became of it so far is told beside it.
  func obstacle(_ departure: Departure) -> String {
    guard sending == .ready, !departure.isStopped else { return "" }
    return departure.obstacle(
      receiver: receiver.isEmpty ? supplier : receiver, notBefore: notBefore)
  }
}
