package import Fulfillment
import Wire

/// What goes wrong with requests that change something at the far side: the cases in which the sender
/// can't know whether it happened.
package struct Mishaps: Hashable, Sendable {
  /// What happens to one such request.
  package enum Mishap: Hashable, Sendable {
    /// It never takes effect, and no answer comes.
    case lost(World.Answer.Delivery)
    /// It takes effect, and the answer never comes.
    case answerLost(World.Answer.Delivery)
    /// It takes effect, and the answer is a web page with status 500.
    case answeredBroken
    /// No answer comes, and it takes effect so much later (simulated time).
    case late(Span)
    /// It takes effect, and the answer can't be read.
    case garbled
  }

  /// Shares of such requests.
  package var lost = 0.0
  package var answerLost = 0.0
  package var answeredBroken = 0.0
  package var late = 0.0
  package var garbled = 0.0
  /// The most that a late one is late by (simulated time).
  package var lateness = Span.seconds(60)
  /// What happens to the request with that number, counted from 0 for each service and over these
  /// requests only; goes before the shares.
  package var script: [Int: Mishap] = [:]

  package init() {}

  /// Each of them with that share.
  package static func each(_ share: Double) -> Mishaps {
    var mishaps = Mishaps()
    (mishaps.lost, mishaps.answerLost, mishaps.answeredBroken) = (share, share, share)
    (mishaps.late, mishaps.garbled) = (share, share)
    return mishaps
  }

  /// Exactly these, by the number of the request.
  package static func scripted(_ script: [Int: Mishap]) -> Mishaps {
    var mishaps = Mishaps()
    mishaps.script = script
    return mishaps
  }

  func strike(_ number: Int, _ random: inout SeededRandom) -> Mishap? {
    if let told = script[number] { return told }
    var rest = random.unit()
    func hits(_ share: Double) -> Bool {
      rest -= share
      return rest < 0
    }
    let cut: World.Answer.Delivery = random.chance(0.5) ? .reset : .hang
    if hits(lost) { return .lost(cut) }
    if hits(answerLost) { return .answerLost(cut) }
    if hits(answeredBroken) { return .answeredBroken }
    if hits(late) {
      return .late(.milliseconds(Int64(random.int(1...max(1, Int(lateness.milliseconds))))))
    }
    return hits(garbled) ? .garbled : nil
  }
}

extension Call {
  /// Which kind of change is asked for.
  enum Change: Sendable {
    /// A supplier is asked to ship something.
    case placing
    /// Anything else that is not only read: paying, cancelling, telling the shop.
    case writing
  }

  /// nil where the request only reads, or only identifies its sender.
  var change: Change? {
    switch service {
    case .cj:
      if path.contains("/shopping/order/createOrder") { return .placing }
      let only = path.contains("/authentication/") || path.contains("/logistic/")
      return request.method == .get || only ? nil : .writing
    case .aliexpress: return parameters["method"] == "aliexpress.ds.order.create" ? .placing : nil
    case .shop, .stripe: return request.method == .get ? nil : .writing
    case .shopify:
      let text = String(decoding: request.body, as: UTF8.self)
      return text.hasPrefix("{\"query\":\"mutation") ? .writing : nil
    case .easypost, .seventeenTrack, .aftership, .shippo, .karrio, nil: return nil
    }
  }
}
